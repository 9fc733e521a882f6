//! One row of an import: as it is written, and checked.

use app::fields::Fields;
use app::messages::{Incoming, IncomingAuthor};
use domain::Timestamp;
use domain::text::{Quote, TagName, Title};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A message as `POST /messages` takes it, and what else an import may say of it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawRow {
    pub network: Option<String>,
    pub external_id: Option<String>,
    pub url: Option<String>,
    pub author: RawAuthor,
    pub text: Option<String>,
    pub posted_at: Option<String>,
    pub parent_external_id: Option<String>,
    pub thread_external_id: Option<String>,
    pub edited_at: Option<String>,
    pub repost: bool,
    pub feature: Option<String>,
    pub features: Vec<String>,
    pub quote: Option<String>,
    pub tags: Vec<String>,
    pub told_at: Option<String>,
    /// What `getback export` writes beside it; an import makes these itself.
    pub exported: Option<IgnoredAny>,
}

/// Who wrote it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawAuthor {
    pub external_id: Option<String>,
    pub handle: Option<String>,
    pub name: Option<String>,
}

/// A row whose every field is right.
#[derive(Debug)]
pub(super) struct Row {
    pub line: u64,
    pub message: Incoming,
    pub features: Vec<Title>,
    pub quote: Quote,
    pub tags: Vec<TagName>,
    pub told_at: Option<Timestamp>,
}

impl RawRow {
    /// Checks every field, and says in one sentence what is wrong with any.
    pub(super) fn check(self, line: u64) -> Result<Row, String> {
        let mut fields = Fields::new();
        let message = self.message(&mut fields);
        let titles = self.feature.iter().chain(&self.features);
        let features = titles.filter_map(|title| fields.parse("/features", title)).collect();
        let tags = self.tags.iter().filter_map(|tag| fields.parse("/tags", tag)).collect();
        let quote = fields.parse("/quote", self.quote.as_deref().unwrap_or_default());
        let told_at = fields.parse_optional("/told_at", self.told_at.as_deref());
        let row = message.zip(quote).zip(told_at).map(|((message, quote), told_at)| Row {
            line,
            message,
            features,
            quote,
            tags,
            told_at,
        });
        let wrong = fields.into_errors();
        match row {
            Some(row) if wrong.is_empty() => Ok(row),
            _ => {
                let all = wrong
                    .iter()
                    .map(|field| format!("`{}` {}", field.pointer.trim_start_matches('/'), field.message));
                Err(all.collect::<Vec<_>>().join("; "))
            }
        }
    }

    fn message(&self, fields: &mut Fields) -> Option<Incoming> {
        let network = needed(fields, "/network", self.network.as_deref());
        let external_id = needed(fields, "/external_id", self.external_id.as_deref());
        let author = self.author.check(fields);
        let text = needed(fields, "/text", self.text.as_deref());
        let posted_at = needed(fields, "/posted_at", self.posted_at.as_deref());
        let url = fields.parse_optional("/url", self.url.as_deref());
        let parent = fields.parse_optional("/parent_external_id", self.parent_external_id.as_deref());
        let thread = fields.parse_optional("/thread_external_id", self.thread_external_id.as_deref());
        let edited_at = fields.parse_optional("/edited_at", self.edited_at.as_deref());
        Some(Incoming {
            network: network?,
            external_id: external_id?,
            url: url?,
            author: author?,
            text: text?,
            posted_at: posted_at?,
            parent_external_id: parent?,
            thread_external_id: thread?,
            edited_at: edited_at?,
            repost: self.repost,
        })
    }
}

impl RawAuthor {
    fn check(&self, fields: &mut Fields) -> Option<IncomingAuthor> {
        let external_id = needed(fields, "/author/external_id", self.external_id.as_deref());
        let handle = fields.parse_optional("/author/handle", self.handle.as_deref());
        let name = fields.parse_optional("/author/name", self.name.as_deref());
        Some(IncomingAuthor { external_id: external_id?, handle: handle?, name: name? })
    }
}

/// A field that every row needs.
fn needed<T: std::str::FromStr>(fields: &mut Fields, pointer: &str, text: Option<&str>) -> Option<T>
where
    T::Err: std::fmt::Display,
{
    let Some(text) = text else {
        fields.wrong(pointer, "is missing");
        return None;
    };
    fields.parse(pointer, text)
}

//! A message as it comes in: over the API, from a file, or from a source.

use app::fields::Fields;
use app::messages::{AHEAD, Incoming, IncomingAuthor};
use domain::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

/// A message to take in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageIn {
    /// The network: `x`, `mastodon`, `bluesky`, or any other name.
    #[schema(example = "x")]
    network: String,
    /// The stable id that the network gave. Together with the network it is the identity of the message.
    #[schema(example = "1790")]
    external_id: String,
    /// Where a person can read it.
    url: Option<String>,
    /// Who wrote it.
    author: AuthorIn,
    /// What it says. May be empty.
    text: String,
    /// When it was posted, as RFC 3339.
    posted_at: String,
    /// The message that it answers, by its external id.
    parent_external_id: Option<String>,
    /// The root of its thread, by its external id, if the network says.
    thread_external_id: Option<String>,
    /// When this text was written, if the network says; an older text than the stored one changes nothing.
    edited_at: Option<String>,
    /// Whether it only repeats another message: it is kept as a signal, and is no work.
    #[serde(default)]
    repost: bool,
}

/// Who wrote a message.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AuthorIn {
    /// The stable id that the network gave.
    external_id: String,
    /// What it is called there; the external id if nothing is said.
    handle: Option<String>,
    /// What it calls itself; the handle if nothing is said.
    name: Option<String>,
}

impl MessageIn {
    /// The message, if every field is right at this time.
    pub fn check(&self, now: Timestamp) -> app::Result<Incoming> {
        let mut fields = Fields::new();
        let checked = self.parse(&mut fields, now);
        fields.finish(checked)
    }

    /// Parses every field before it looks at the outcome of any, so that all wrong ones are named.
    fn parse(&self, fields: &mut Fields, now: Timestamp) -> Option<Incoming> {
        let network = fields.parse("/network", &self.network);
        let external_id = fields.parse("/external_id", &self.external_id);
        let url = fields.parse_optional("/url", self.url.as_deref());
        let author = self.author.parse(fields);
        let text = fields.parse("/text", &self.text);
        let posted_at = past(fields, "/posted_at", &self.posted_at, now);
        let parent = fields.parse_optional("/parent_external_id", self.parent_external_id.as_deref());
        let thread = fields.parse_optional("/thread_external_id", self.thread_external_id.as_deref());
        let edited_at = match &self.edited_at {
            Some(time) => past(fields, "/edited_at", time, now).map(Some),
            None => Some(None),
        };
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

impl AuthorIn {
    fn parse(&self, fields: &mut Fields) -> Option<IncomingAuthor> {
        let external_id = fields.parse("/author/external_id", &self.external_id);
        let handle = fields.parse_optional("/author/handle", given(self.handle.as_deref()));
        let name = fields.parse_optional("/author/name", given(self.name.as_deref()));
        Some(IncomingAuthor { external_id: external_id?, handle: handle?, name: name? })
    }
}

/// Many networks send an empty name for none.
fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

fn past(fields: &mut Fields, pointer: &str, text: &str, now: Timestamp) -> Option<Timestamp> {
    let time: Timestamp = fields.parse(pointer, text)?;
    if time > now + AHEAD {
        fields.wrong(pointer, "lies more than 24 hours ahead; check the clock of the sender");
        return None;
    }
    Some(time)
}

//! Saved replies with placeholders: `Hi {name|there}, you asked {asked_ago}: "{quote}". It is out in {release}.`
//!
//! `{name|there}` says "there" where the name is not known. `{{` and `}}` stand for the braces themselves. Values are put
//! in as they are: a name that looks like a placeholder stays a name.

use chrono::{DateTime, Datelike, NaiveDate};

use crate::draft::list;
use crate::text::Invalid;
use crate::time::Timestamp;

/// A template that can be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Value { placeholder: Placeholder, fallback: Option<String> },
}

/// What can stand in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    Name,
    Handle,
    Features,
    Feature,
    Release,
    Link,
    AskedAgo,
    Quote,
}

/// The placeholders, as they are written.
pub const PLACEHOLDERS: [&str; 8] =
    ["name", "handle", "features", "feature", "release", "link", "asked_ago", "quote"];

/// What is known about the person and the news. What is not known is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Values<'a> {
    /// What the person calls themself.
    pub name: &'a str,
    /// Their handle, with or without `@`.
    pub handle: &'a str,
    /// What they asked for.
    pub features: &'a [&'a str],
    /// The release that brings it.
    pub release: &'a str,
    /// Where it is announced.
    pub link: &'a str,
    /// When they first asked.
    pub asked_at: Option<Timestamp>,
    /// The words that asked.
    pub quote: &'a str,
}

/// A placeholder has neither a value nor a fallback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing is known for `{{{0}}}`; write it out, or give it a fallback, as in `{{{0}|..}}`")]
pub struct Empty(pub &'static str);

impl std::str::FromStr for Template {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Template, Invalid> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            plain.push_str(before);
            if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
                plain.push_str(if brace.starts_with('{') { "{" } else { "}" });
                rest = after;
            } else if let Some(after) = brace.strip_prefix('}') {
                plain.push('}');
                rest = after;
            } else {
                let inside = brace.strip_prefix('{').unwrap_or_default();
                let Some((inside, after)) = inside.split_once('}') else {
                    return Err(Invalid("has a `{` without its `}`; write `{{` for the brace itself".into()));
                };
                parts.push(Part::Text(std::mem::take(&mut plain)));
                parts.push(placeholder(inside)?);
                rest = after;
            }
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        parts.retain(|part| *part != Part::Text(String::new()));
        Ok(Template { parts })
    }
}

fn placeholder(inside: &str) -> Result<Part, Invalid> {
    let (word, fallback) = match inside.split_once('|') {
        Some((word, fallback)) => (word.trim(), Some(fallback.trim().to_owned())),
        None => (inside.trim(), None),
    };
    let placeholder = match word {
        "name" => Placeholder::Name,
        "handle" => Placeholder::Handle,
        "features" => Placeholder::Features,
        "feature" => Placeholder::Feature,
        "release" => Placeholder::Release,
        "link" => Placeholder::Link,
        "asked_ago" => Placeholder::AskedAgo,
        "quote" => Placeholder::Quote,
        _ => {
            let known = PLACEHOLDERS.map(|word| format!("`{{{word}}}`")).join(", ");
            return Err(Invalid(format!("has `{{{word}}}`, which is none of {known}")));
        }
    };
    Ok(Part::Value { placeholder, fallback })
}

impl Placeholder {
    fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Handle => "handle",
            Self::Features => "features",
            Self::Feature => "feature",
            Self::Release => "release",
            Self::Link => "link",
            Self::AskedAgo => "asked_ago",
            Self::Quote => "quote",
        }
    }

    fn value(self, values: &Values<'_>, now: Timestamp) -> String {
        match self {
            Self::Name => values.name.trim().to_owned(),
            Self::Handle if values.handle.trim().is_empty() => String::new(),
            Self::Handle => format!("@{}", values.handle.trim().trim_start_matches('@')),
            Self::Features if values.features.is_empty() => String::new(),
            Self::Features => list(values.features),
            Self::Feature => values.features.first().map_or(String::new(), |first| (*first).to_owned()),
            Self::Release => values.release.trim().to_owned(),
            Self::Link => values.link.trim().to_owned(),
            Self::AskedAgo => values.asked_at.map_or(String::new(), |asked| ago(asked, now)),
            Self::Quote => values.quote.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

impl Template {
    /// The reply. Refused while a placeholder is empty.
    pub fn fill(&self, values: &Values<'_>, now: Timestamp) -> Result<String, Empty> {
        let mut text = String::new();
        for part in &self.parts {
            let (placeholder, fallback) = match part {
                Part::Text(plain) => {
                    text.push_str(plain);
                    continue;
                }
                Part::Value { placeholder, fallback } => (placeholder, fallback),
            };
            let value = placeholder.value(values, now);
            match fallback {
                _ if !value.is_empty() => text.push_str(&value),
                // An empty fallback, `{link|}`, says nothing on purpose.
                Some(fallback) => text.push_str(fallback),
                None => return Err(Empty(placeholder.word())),
            }
        }
        Ok(text)
    }
}

/// How long ago in words, by the calendar of UTC: "3 years and 2 months ago", "12 days ago", "yesterday", "today".
pub fn ago(then: Timestamp, now: Timestamp) -> String {
    let (Some(from), Some(to)) = (date(then), date(now)) else { return "some time ago".to_owned() };
    let months = months_between(from, to);
    if months > 0 {
        let (years, months) = (months / 12, months % 12);
        let words: Vec<String> =
            [(years, "year"), (months, "month")].into_iter().filter(|(n, _)| *n > 0).map(counted).collect();
        return format!("{} ago", words.join(" and "));
    }
    match to.signed_duration_since(from).num_days() {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}

fn counted((n, unit): (i32, &str)) -> String {
    if n == 1 { format!("1 {unit}") } else { format!("{n} {unit}s") }
}

fn date(time: Timestamp) -> Option<NaiveDate> {
    DateTime::from_timestamp_micros(time.0).map(|time| time.date_naive())
}

/// Whole months: the 31st to the 30th of the next month is not one yet.
fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let month = |date: NaiveDate| date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0);
    let months = month(to) - month(from);
    if to.day() < from.day() { months - 1 } else { months }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-24T12:00:00Z";

    fn fill(template: &str, values: &Values<'_>) -> Result<String, Empty> {
        template.parse::<Template>().unwrap().fill(values, NOW.parse().unwrap())
    }

    fn full() -> Values<'static> {
        Values {
            name: "Ada",
            handle: "ada@example.org",
            features: &["dark mode", "tables", "export"],
            release: "2.4",
            link: "https://a.example",
            asked_at: Some("2023-09-20T08:00:00Z".parse().unwrap()),
            quote: "please add\n dark mode",
        }
    }

    #[test]
    fn every_placeholder() {
        let all = PLACEHOLDERS.map(|word| format!("{{{word}}}")).join("; ");
        assert_eq!(
            fill(&all, &full()).unwrap(),
            "Ada; @ada@example.org; dark mode, tables and export; dark mode; 2.4; https://a.example; \
             3 years and 2 months ago; please add dark mode"
        );
    }

    #[test]
    fn fallbacks_stand_in_and_empty_placeholders_are_named() {
        let nobody = Values { name: "  ", ..Values::default() };
        assert_eq!(fill("Hi {name|there}!{link|}", &nobody).unwrap(), "Hi there!");
        for word in PLACEHOLDERS {
            let error = fill(&format!("Hi {{{word}}}"), &nobody).unwrap_err();
            assert_eq!(error, Empty(word));
            assert!(error.to_string().contains(&format!("`{{{word}}}`")), "{error}");
        }
    }

    #[test]
    fn values_are_not_read_again() {
        let sly = Values { name: "{link} {{x}} {nonsense", ..full() };
        assert_eq!(fill("Hi {name}", &sly).unwrap(), "Hi {link} {{x}} {nonsense");
    }

    #[test]
    fn braces_and_mistakes() {
        assert_eq!(fill("{{name}} is }} {name}}", &full()).unwrap(), "{name} is } Ada}");
        assert!("Hi {nom}".parse::<Template>().unwrap_err().0.contains("`{nom}`, which is none of `{name}`"));
        assert!("Hi {name".parse::<Template>().unwrap_err().0.contains("without its `}`"));
        assert_eq!(fill("", &full()).unwrap(), "");
    }

    #[test]
    fn ages_are_words() {
        for (then, expected) in [
            ("2026-11-24T00:00:00Z", "today"),
            ("2027-01-01T00:00:00Z", "today"),
            ("2026-11-23T23:59:59Z", "yesterday"),
            ("2026-10-25T12:00:00Z", "30 days ago"),
            ("2026-10-24T12:00:00Z", "1 month ago"),
            ("2025-11-25T12:00:00Z", "11 months ago"),
            ("2025-11-24T23:00:00Z", "1 year ago"),
            ("2024-10-20T12:00:00Z", "2 years and 1 month ago"),
            ("0001-01-01T00:00:00Z", "2025 years and 10 months ago"),
        ] {
            assert_eq!(ago(then.parse().unwrap(), NOW.parse().unwrap()), expected, "{then}");
        }
    }
}

//! Values that people and networks send, checked while they are built.

use std::str::FromStr;

/// What is wrong with a value, as the end of a sentence whose subject is the field: "must not be empty".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(pub String);

/// A word outside its list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be one of {}", quoted(.expected))]
pub struct UnknownWord {
    /// The words that are known.
    pub expected: &'static [&'static str],
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

impl From<UnknownWord> for Invalid {
    fn from(e: UnknownWord) -> Self {
        Invalid(e.to_string())
    }
}

/// U+0000 becomes U+FFFD: PostgreSQL refuses it and SQLite's tools stop at it. All else stays as it came.
pub fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text }
}

/// A text of `min` to `max` characters, trimmed when `min` is not 0.
fn bounded(text: &str, min: usize, max: usize) -> Result<String, Invalid> {
    let text = if min == 0 { text } else { text.trim() };
    let length = text.chars().count();
    if length < min {
        return Err(Invalid("must not be empty".into()));
    }
    if length > max {
        return Err(Invalid(format!("has {length} characters; the most is {max}")));
    }
    Ok(without_nul(text.to_owned()))
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident($min:literal..=$max:literal)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
            /// The text, owned.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = Invalid;
            fn from_str(text: &str) -> Result<Self, Invalid> {
                bounded(text, $min, $max).map($name)
            }
        }
    )+};
}

texts! {
    /// The name of a workspace, member, release or token.
    Name(1..=200),
    /// The title of a feature.
    Title(1..=300),
    /// Whom a release reaches; `everyone` is everyone, any other text names a part.
    Audience(1..=200),
    /// What a message says. May be empty: a picture alone says something.
    MessageText(0..=50_000),
    /// A description, note or notes.
    Prose(0..=20_000),
    /// The words of a message that ask.
    Quote(0..=5_000),
    /// The stable id that a network gave.
    ExternalId(1..=512),
    /// What somebody calls themself.
    Handle(1..=512),
    /// A stated reason.
    Why(1..=1_000),
}

impl Prose {
    /// Nothing said.
    pub fn none() -> Prose {
        Prose(String::new())
    }
}

impl Audience {
    /// Whether the release is out for everyone.
    pub fn is_everyone(&self) -> bool {
        self.as_str() == "everyone"
    }
}

/// The name of a social network: `x`, `mastodon`, `bluesky`, `reddit`, or any other source's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network(String);

impl Network {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Network {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let fits = (1..=32).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if fits {
            return Ok(Network(text.to_owned()));
        }
        Err(Invalid("must be 1 to 32 of a-z, 0-9 and `_`, for example `mastodon`".into()))
    }
}

/// The name of a tag: trimmed, lower case, without commas.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagName(String);

impl TagName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TagName {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let name = bounded(text, 1, 100)?.to_lowercase();
        if name.contains([',', '\n']) {
            return Err(Invalid("must not contain a comma or a line break".into()));
        }
        Ok(TagName(name))
    }
}

/// A link that a person can open: `http` or `https`, at most 2048 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link(String);

impl Link {
    /// The link.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The link, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromStr for Link {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        let has_host = rest.is_some()
            && text
                .split("://")
                .nth(1)
                .is_some_and(|host| !host.starts_with(['/', '?', '#']) && !host.is_empty());
        let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if has_host && plain && text.len() <= 2048 {
            return Ok(Link(text.to_owned()));
        }
        Err(Invalid(
            "must be a link that starts with `https://` or `http://`, at most 2048 bytes long".into(),
        ))
    }
}

/// An e-mail address, as far as it can be checked without sending to it; lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let address = text.trim().to_lowercase();
        let fits = address.len() <= 254
            && !address.chars().any(|c| c.is_whitespace() || c.is_control())
            && address
                .split_once('@')
                .is_some_and(|(local, host)| !local.is_empty() && !host.is_empty() && !host.contains('@'));
        if fits {
            Ok(Email(address))
        } else {
            Err(Invalid("must be an e-mail address, for example `ada@example.org`".into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_bounded_and_keep_their_characters() {
        assert_eq!("  Dark mode ".parse::<Title>().unwrap().as_str(), "Dark mode");
        assert!(" ".parse::<Title>().is_err());
        assert!("x".repeat(301).parse::<Title>().is_err());
        assert_eq!(" a\0b ".parse::<MessageText>().unwrap().as_str(), " a\u{FFFD}b ");
    }

    #[test]
    fn links_are_http() {
        for good in ["https://x.com/ada/status/1", "HTTP://localhost:8080/", "https://ü.example/ü"] {
            assert!(good.parse::<Link>().is_ok(), "{good}");
        }
        for bad in ["javascript:alert(1)", "https://", "https:///x", "ftp://a", "", "https://a b", "//x.com"]
        {
            assert!(bad.parse::<Link>().is_err(), "{bad}");
        }
    }

    #[test]
    fn networks_and_tags_have_plain_names() {
        assert!("mastodon".parse::<Network>().is_ok());
        assert!("Mastodon".parse::<Network>().is_err());
        assert_eq!(" iOS ".parse::<TagName>().unwrap().as_str(), "ios");
        assert!("a,b".parse::<TagName>().is_err());
    }
}

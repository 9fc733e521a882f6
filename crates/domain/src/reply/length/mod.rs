//! How long a text is, as its network counts.
//!
//! | network | what counts | source |
//! |---|---|---|
//! | X | weights: see [`x`] | docs.x.com, "Counting characters"; twitter-text, configuration v3 |
//! | Bluesky | 300 grapheme clusters and 3000 bytes of UTF-8 | lexicon `app.bsky.feed.post`; both errors seen on a PDS |
//! | Mastodon | grapheme clusters of content warning and text; a link is as long as the server says, of a mention only `@name` counts | mastodon `app/validators/status_length_validator.rb`; `configuration.statuses` of `/api/v2/instance` |
//! | Reddit | 10 000 characters | API documentation of `/api/comment` |

mod links;
pub mod x;

use unicode_segmentation::UnicodeSegmentation;

/// How a network counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// X: weighted characters.
    X,
    /// Bluesky: grapheme clusters and bytes.
    Bluesky,
    /// Mastodon and kin: what the server says.
    Mastodon(MastodonLimits),
    /// Plain characters, at most so many.
    Characters(usize),
}

/// What a server of the Mastodon kind says about itself under `configuration.statuses`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MastodonLimits {
    /// `max_characters`.
    pub characters: usize,
    /// `characters_reserved_per_url`.
    pub per_link: usize,
}

impl Default for MastodonLimits {
    /// Mastodon's own, for a server that says nothing.
    fn default() -> Self {
        MastodonLimits { characters: 500, per_link: 23 }
    }
}

/// One count of a text, and the most that it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// The count.
    pub count: usize,
    /// The most.
    pub most: usize,
    /// What was counted, in words.
    pub unit: &'static str,
}

/// A text is too long for its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("has {} {}; the most is {}", .0.count, .0.unit, .0.most)]
pub struct TooLong(pub Length);

const BLUESKY_GRAPHEMES: usize = 300;
const BLUESKY_BYTES: usize = 3000;

impl Rule {
    /// All that the network counts, the strictest first.
    pub fn measure(self, text: &str) -> Vec<Length> {
        match self {
            Rule::X => vec![Length { count: x::weight(text), most: x::MOST, unit: "weighted characters" }],
            Rule::Bluesky => {
                let graphemes = text.graphemes(true).count();
                vec![
                    Length { count: graphemes, most: BLUESKY_GRAPHEMES, unit: "characters" },
                    Length { count: text.len(), most: BLUESKY_BYTES, unit: "bytes" },
                ]
            }
            Rule::Mastodon(limits) => {
                let count = mastodon(text, limits.per_link);
                vec![Length { count, most: limits.characters, unit: "characters" }]
            }
            Rule::Characters(most) => {
                vec![Length { count: text.chars().count(), most, unit: "characters" }]
            }
        }
    }

    /// Whether the text fits.
    pub fn check(self, text: &str) -> Result<(), TooLong> {
        let over = self.measure(text).into_iter().find(|length| length.count > length.most);
        over.map_or(Ok(()), |length| Err(TooLong(length)))
    }
}

/// Links need a scheme here; bare domains count as they are.
fn mastodon(text: &str, per_link: usize) -> usize {
    let mut count = 0;
    let mut from = 0;
    for link in links::with_scheme(text) {
        count += without_link(text.get(from..link.start).unwrap_or_default()) + per_link;
        from = link.end;
    }
    count + without_link(text.get(from..).unwrap_or_default())
}

fn without_link(text: &str) -> usize {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, from_at)) = rest.find('@').map(|at| rest.split_at(at)) {
        kept.push_str(before);
        let is_free = kept.chars().next_back().is_none_or(|c| !is_name(c) && c != '/');
        // A lone `@` counts as it is.
        let (name, length) = mention(from_at).filter(|_| is_free).unwrap_or(("@", 1));
        kept.push_str(name);
        rest = from_at.get(length..).unwrap_or_default();
    }
    kept.push_str(rest);
    kept.graphemes(true).count()
}

/// `@name` of a mention `@name@domain` at the start of the text, and the length of the whole.
fn mention(text: &str) -> Option<(&str, usize)> {
    let name_end = 1 + text.get(1..)?.find(|c| !is_name(c) && c != '.' && c != '-')?;
    let domain = text.get(name_end..)?.strip_prefix('@')?;
    let end = domain.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | ':' | '_'));
    let domain = domain.get(..end.unwrap_or(domain.len()))?.trim_end_matches(['.', '-', ':', '_']);
    let is_mention = name_end > 1 && !domain.is_empty();
    is_mention.then_some((text.get(..name_end)?, name_end + 1 + domain.len()))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(rule: Rule, text: &str) -> usize {
        rule.measure(text)[0].count
    }

    #[test]
    fn bluesky_counts_graphemes_and_bytes() {
        let family = "👨‍👩‍👧‍👦";
        assert_eq!(count(Rule::Bluesky, family), 1);
        assert_eq!(Rule::Bluesky.check(&"x".repeat(300)), Ok(()));
        let error = Rule::Bluesky.check(&"x".repeat(301)).unwrap_err();
        assert_eq!(error.to_string(), "has 301 characters; the most is 300");
        let error = Rule::Bluesky.check(&family.repeat(130)).unwrap_err();
        assert_eq!(error.to_string(), "has 3250 bytes; the most is 3000");
    }

    #[test]
    fn mastodon_counts_links_and_mentions_short() {
        let mastodon = Rule::Mastodon(MastodonLimits::default());
        for (text, expected) in [
            ("", 0),
            ("hello", 5),
            ("@ada@mastodon.example hello", 10),
            ("@ada hello", 10),
            ("(@ada@mastodon.example), hello", 13),
            ("@ada@mastodon.example.", 5),
            ("@ada@ü.example x", 6),
            ("mail ada@mail.example", 21),
            ("@@ @", 4),
            ("see https://a.example/a/very/long/path?with=a&query=string#and-a-fragment.", 4 + 23 + 1),
            ("a.example", 9),
            ("https://a.example/ https://b.example/", 23 + 1 + 23),
            ("https://mastodon.example/@ada@other.example", 23),
            ("👨‍👩‍👧‍👦e\u{301}", 2),
        ] {
            assert_eq!(count(mastodon, text), expected, "{text}");
        }
    }

    #[test]
    fn each_server_has_its_own_limits() {
        let gotosocial = Rule::Mastodon(MastodonLimits { characters: 5000, per_link: 25 });
        assert_eq!(count(gotosocial, "https://a.example/"), 25);
        assert_eq!(gotosocial.check(&"x".repeat(5000)), Ok(()));
        assert!(Rule::Mastodon(MastodonLimits::default()).check(&"x".repeat(501)).is_err());
        assert!(Rule::Characters(10_000).check(&"ü".repeat(10_000)).is_ok());
    }
}

//! The words that messages are searched for: FTS5 on SQLite, a stored `tsvector` on PostgreSQL.

use diesel::prelude::*;

use super::list::Count;
use crate::conn::{Conn, StoreResult};
use crate::dynamic::Dynamic;

/// What somebody typed, so that both databases read it as words and phrases and nothing as an operator: every word in
/// quotes, what stood in quotes as one phrase. `None` if there is nothing to look for.
pub fn quoted(typed: &str) -> Option<String> {
    let mut phrases: Vec<String> = Vec::new();
    for (n, part) in typed.split('"').enumerate() {
        let is_phrase = n % 2 == 1;
        if is_phrase {
            phrases.push(part.trim().to_owned());
        } else {
            phrases.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    phrases.retain(|phrase| phrase.chars().any(char::is_alphanumeric));
    let quoted: Vec<String> = phrases.into_iter().map(|phrase| format!("\"{phrase}\"")).collect();
    (!quoted.is_empty()).then(|| quoted.join(" "))
}

/// How a list is narrowed to words.
pub(super) enum Search {
    /// Not at all.
    Everything,
    /// PostgreSQL knows how common words are, and plans for it.
    Postgres(String),
    /// Few messages have them: find those first, then sort.
    Rare(String),
    /// Some have them: go through the list in its order, and look each up in the set of those.
    Known(String),
    /// Many have them: go through the list in its order, and ask the full-text index about each.
    Common(String),
}

/// Up to so many matches are sorted; it takes a few milliseconds.
const RARE: i64 = 2_000;
/// More matches than this are not collected.
const COMMON: i64 = 50_000;

/// Chooses how to look for words. SQLite cannot tell how common words are, so they are counted, as far as it matters.
pub(super) fn plan(conn: &mut Conn, words: Option<&str>) -> StoreResult<Search> {
    let Some(words) = words else { return Ok(Search::Everything) };
    let Conn::Sqlite(c) = conn else { return Ok(Search::Postgres(words.to_owned())) };
    let count =
        Dynamic::new("SELECT count(*) AS n FROM (SELECT 1 FROM message_search WHERE message_search MATCH ")
            .text(words)
            .sql(" LIMIT ")
            .number(COMMON + 1)
            .sql(")");
    let count: Count = count.get_result(c)?;
    let words = words.to_owned();
    Ok(if count.n <= RARE {
        Search::Rare(words)
    } else if count.n <= COMMON {
        Search::Known(words)
    } else {
        Search::Common(words)
    })
}

impl Search {
    /// Adds the condition. The `+` keeps SQLite from beginning at the set.
    pub(super) fn narrow(&self, query: Dynamic) -> Dynamic {
        let (before, words, after) = match self {
            Search::Everything => return query,
            Search::Postgres(words) => (" AND m.search @@ websearch_to_tsquery('simple', ", words, ")"),
            Search::Rare(words) => {
                (" AND m.doc IN (SELECT rowid FROM message_search WHERE message_search MATCH ", words, ")")
            }
            Search::Known(words) => {
                (" AND +m.doc IN (SELECT rowid FROM message_search WHERE message_search MATCH ", words, ")")
            }
            Search::Common(words) => (
                " AND EXISTS (SELECT 1 FROM message_search WHERE rowid = m.doc AND message_search MATCH ",
                words,
                ")",
            ),
        };
        query.sql(before).text(words.as_str()).sql(after)
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn nothing_typed_is_an_operator() {
        let cases = [
            ("dark mode", Some("\"dark\" \"mode\"")),
            ("\"dark mode\" ios", Some("\"dark mode\" \"ios\"")),
            ("a OR b* NEAR(c) -d text:e", Some("\"a\" \"OR\" \"b*\" \"NEAR(c)\" \"-d\" \"text:e\"")),
            ("\"unfinished", Some("\"unfinished\"")),
            ("  \"\" !!! ", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(quoted(typed).as_deref(), expected, "{typed}");
        }
    }
}

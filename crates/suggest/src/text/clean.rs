//! Normalisation: NFKC, lower case, no links and @handles, contractions spelled out, "soooo" as "soo".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A letter repeated more often than this is typed for emphasis.
const LONGEST_REPEAT: usize = 2;

/// The words of `text` in order: lower-case runs of letters, digits and combining marks.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for chunk in text.split_whitespace().filter(|chunk| !is_link_or_handle(chunk)) {
        let normal: String = chunk.nfkc().flat_map(char::to_lowercase).map(plain_apostrophe).collect();
        for part in normal.split(|character| !is_word_character(character) && character != '\'') {
            push_spelled_out(part.trim_matches('\''), &mut words);
        }
    }
    words
}

/// Whether a chunk between spaces is an address or names a person: it says nothing about the feature.
pub(crate) fn is_link_or_handle(chunk: &str) -> bool {
    let chunk = chunk.trim_start_matches(['(', '[', '<', '"', '\'']);
    let is_handle = chunk.starts_with('@') && chunk.len() > 1;
    is_handle || chunk.contains("://") || chunk.starts_with("www.") || chunk.starts_with("mailto:")
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || is_combining_mark(character)
}

fn plain_apostrophe(character: char) -> char {
    if matches!(character, '\u{2019}' | '\u{2018}' | '\u{02bc}' | '`') { '\'' } else { character }
}

/// Pushes a word; "can't" becomes "can" and "not", "app's" becomes "app", "l'app" becomes "l" and "app".
fn push_spelled_out(word: &str, words: &mut Vec<String>) {
    let Some((stem, ending)) = word.split_once('\'') else {
        push_squeezed(word, words);
        return;
    };
    if ending == "t" && stem.ends_with('n') {
        push_squeezed(negated(stem), words);
        words.push("not".to_owned());
        return;
    }
    push_squeezed(stem, words);
    if !matches!(ending, "s" | "m" | "re" | "ve" | "ll" | "d") {
        push_spelled_out(ending, words);
    }
}

/// The verb in front of "n't", given with its n: "isn" is "is"; the two irregular ones are listed.
fn negated(stem: &str) -> &str {
    match stem {
        "can" => "can",
        "won" => "will",
        _ => stem.strip_suffix('n').unwrap_or(stem),
    }
}

fn push_squeezed(word: &str, words: &mut Vec<String>) {
    if word.is_empty() {
        return;
    }
    let mut squeezed = String::with_capacity(word.len());
    let mut run = (None, 0);
    for character in word.chars() {
        run = if run.0 == Some(character) { (run.0, run.1 + 1) } else { (Some(character), 1) };
        if run.1 <= LONGEST_REPEAT || !character.is_alphabetic() {
            squeezed.push(character);
        }
    }
    words.push(squeezed);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        assert_eq!(words(text), expect, "{text}");
    }

    #[test]
    fn contractions_are_spelled_out() {
        check("It isn’t working, can't log in", &["it", "is", "not", "working", "can", "not", "log", "in"]);
        check("I won't; the app's broken", &["i", "will", "not", "the", "app", "broken"]);
        check("l'app n'exporte rien", &["l", "app", "n", "exporte", "rien"]);
    }

    #[test]
    fn links_and_handles_are_dropped() {
        check("@acme see https://x.y/z?a=1 (www.a.b) dark-mode", &["see", "dark", "mode"]);
    }

    #[test]
    fn emphasis_is_squeezed_but_numbers_are_not() {
        check("Sooooo goooood 10000", &["soo", "good", "10000"]);
    }

    #[test]
    fn width_and_ligatures_are_normalised() {
        check("ＦＵＬＬ ﬁle", &["full", "file"]);
    }

    #[test]
    fn odd_texts_do_not_panic() {
        check("", &[]);
        check("🎉🎉 '' ' -- ’", &[]);
        check("مرحبا بالعالم", &["مرحبا", "بالعالم"]);
    }
}

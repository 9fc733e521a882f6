//! BERT's uncased word pieces: split at spaces and punctuation, then longest piece first.
//!
//! Devlin et al. 2018, <https://github.com/google-research/bert> `tokenization.py`. One difference: a word that
//! cannot be spelled is left out instead of becoming `[UNK]`, which would make all such texts look alike.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::hash::FixedMap;

/// Words longer than this are not spelled, as in BERT.
const LONGEST_WORD: usize = 100;

/// The piece ids, apart by whether a piece starts a word or continues one ("##ing").
#[derive(Default)]
struct Vocabulary {
    starts: FixedMap<&'static str, u32>,
    continues: FixedMap<&'static str, u32>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::default();
    for (piece, id) in include_str!("../../data/vocab.txt").lines().zip(0..) {
        if piece.starts_with('[') && piece.ends_with(']') && piece.len() > 2 {
            continue; // [CLS] and the like are not text.
        }
        match piece.strip_prefix("##") {
            Some(rest) if !rest.is_empty() => vocabulary.continues.insert(rest, id),
            _ => vocabulary.starts.insert(piece, id),
        };
    }
    vocabulary
});

/// The piece ids of `text`, in order.
pub(super) fn pieces(text: &str) -> Vec<u32> {
    let mut ids = Vec::new();
    for word in basic_words(text) {
        spell(&word, &mut ids);
    }
    ids
}

/// BERT's basic tokenisation: lower case without accents; punctuation and Han characters stand alone.
fn basic_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let plain =
        text.chars().flat_map(char::to_lowercase).nfd().filter(|character| !is_combining_mark(*character));
    for character in plain {
        let alone = is_punctuation(character) || is_han(character);
        if (alone || character.is_whitespace() || character.is_control()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if alone {
            words.push(character.to_string());
        } else if !character.is_whitespace() && !character.is_control() {
            word.push(character);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Appends the pieces of one word, longest first, or nothing if some part has no piece.
fn spell(word: &str, ids: &mut Vec<u32>) {
    if word.chars().count() > LONGEST_WORD {
        return;
    }
    let start = ids.len();
    let mut rest = word;
    let mut known = &VOCABULARY.starts;
    while !rest.is_empty() {
        let Some((id, length)) = longest_piece(rest, known) else {
            ids.truncate(start);
            return;
        };
        ids.push(id);
        rest = rest.split_at(length).1;
        known = &VOCABULARY.continues;
    }
}

/// The longest prefix of `rest` among `known`, with its length in bytes.
fn longest_piece(rest: &str, known: &FixedMap<&'static str, u32>) -> Option<(u32, usize)> {
    let mut end = rest.len();
    while end > 0 {
        if let Some(id) = rest.get(..end).and_then(|prefix| known.get(prefix)) {
            return Some((*id, end));
        }
        end -= 1;
    }
    None
}

fn is_punctuation(character: char) -> bool {
    character.is_ascii_punctuation()
        || matches!(u32::from(character),
            0xA1 | 0xA7 | 0xAB | 0xB6 | 0xB7 | 0xBB | 0xBF
            | 0x2010..=0x2027 | 0x2030..=0x205E | 0x3001..=0x3003 | 0x3008..=0x3011 | 0xFF01..=0xFF0F)
}

fn is_han(character: char) -> bool {
    matches!(u32::from(character), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x2_FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str) -> Vec<&'static str> {
        let vocabulary: Vec<&str> = include_str!("../../data/vocab.txt").lines().collect();
        pieces(text).into_iter().map(|id| vocabulary[id as usize]).collect()
    }

    #[test]
    fn words_are_spelled_longest_piece_first() {
        assert_eq!(
            spelled("Unaffable, isn't it?"),
            ["una", "##ffa", "##ble", ",", "isn", "'", "t", "it", "?"]
        );
        assert_eq!(spelled("Café"), ["cafe"]);
    }

    #[test]
    fn what_cannot_be_spelled_is_left_out() {
        assert_eq!(spelled("🦀 ok"), ["ok"]);
        assert_eq!(spelled(&"a".repeat(101)), Vec::<&str>::new());
    }
}

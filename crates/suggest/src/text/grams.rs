//! Character n-grams inside words, which forgive typing errors and unknown inflections.

use crate::hash::hash_chars;

/// Lengths of the n-grams.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=5;

/// Keeps the hashes of n-grams apart from other hashed features.
const SALT: u32 = 0x6772_616d;

/// Only this many n-grams of a text are used, about 400 characters.
const MOST: usize = 1_200;

/// The hashed 3- to 5-grams of each word padded by one space on both sides, with repetitions.
pub(crate) fn grams(words: &[String]) -> Vec<u32> {
    let mut grams = Vec::new();
    for word in words {
        let padded: Vec<char> = std::iter::once(' ').chain(word.chars()).chain([' ']).collect();
        for length in LENGTHS {
            grams.extend(padded.windows(length).map(|gram| hash_chars(SALT, gram.iter().copied())));
        }
        if grams.len() > MOST {
            grams.truncate(MOST);
            break;
        }
    }
    grams
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_gives_all_its_grams() {
        // " ab ": two of three, one of four.
        assert_eq!(grams(&["ab".to_owned()]).len(), 3);
        assert_eq!(grams(&[]), Vec::<u32>::new());
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(grams(&vec!["abcdefgh".to_owned(); 500]).len(), MOST);
    }
}

//! Which language a short text is in, for its stop words and its stemmer.
//!
//! Statistical detectors guess wildly below ten words, and two guesses for the same word would never match each
//! other. So stop words vote first, `whatlang` is asked only when they are silent, and English is the default.

use std::sync::LazyLock;

use rust_stemmers::Algorithm;
use whatlang::Lang;

use crate::hash::FixedMap;

/// A language with its stop words as one bit of [`STOP_WORDS`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Language {
    stop_bit: u16,
    pub(super) algorithm: Option<Algorithm>,
}

/// In the order of `data/stopwords.txt`.
const LISTED: [(&str, Algorithm); 9] = [
    ("en", Algorithm::English),
    ("de", Algorithm::German),
    ("fr", Algorithm::French),
    ("es", Algorithm::Spanish),
    ("pt", Algorithm::Portuguese),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::Dutch),
    ("sv", Algorithm::Swedish),
    ("ru", Algorithm::Russian),
];

/// Each stop word with one bit for every language it belongs to.
static STOP_WORDS: LazyLock<FixedMap<&'static str, u16>> = LazyLock::new(|| {
    let mut bits = FixedMap::default();
    for line in include_str!("../../data/stopwords.txt").lines() {
        let Some((code, words)) = line.split_once(' ') else { continue };
        let position = LISTED.iter().position(|(listed, _)| *listed == code);
        let position = position.expect("the file lists only known languages");
        for word in words.split(' ') {
            *bits.entry(word).or_default() |= 1 << position;
        }
    }
    bits
});

impl Language {
    /// Whether `word` says nothing in this language.
    pub(super) fn is_stop_word(self, word: &str) -> bool {
        STOP_WORDS.get(word).is_some_and(|bits| bits & self.stop_bit != 0)
    }
}

/// The language of a text given as its lower-case words.
pub(super) fn detect(words: &[String]) -> Language {
    let mut votes = [0_u32; LISTED.len()];
    for bits in words.iter().filter_map(|word| STOP_WORDS.get(word.as_str())) {
        for (position, vote) in votes.iter_mut().enumerate() {
            *vote += u32::from(bits >> position & 1);
        }
    }
    // The first of the best: English wins a tie.
    let (position, most) = votes.iter().enumerate().rev().max_by_key(|(_, vote)| **vote).unwrap_or((0, &0));
    if *most > 0 || words.iter().all(|word| word.is_ascii()) {
        return listed(position);
    }
    whatlang::detect(&words.join(" ")).map_or(listed(0), |info| from_detector(info.lang()))
}

fn listed(position: usize) -> Language {
    Language { stop_bit: 1 << position, algorithm: LISTED.get(position).map(|(_, algorithm)| *algorithm) }
}

/// The languages only the detector knows have a stemmer at most, no stop words.
fn from_detector(lang: Lang) -> Language {
    let algorithm = match lang {
        Lang::Eng => return listed(0),
        Lang::Deu => return listed(1),
        Lang::Fra => return listed(2),
        Lang::Spa => return listed(3),
        Lang::Por => return listed(4),
        Lang::Ita => return listed(5),
        Lang::Nld => return listed(6),
        Lang::Swe => return listed(7),
        Lang::Rus => return listed(8),
        Lang::Ara => Some(Algorithm::Arabic),
        Lang::Dan => Some(Algorithm::Danish),
        Lang::Ell => Some(Algorithm::Greek),
        Lang::Fin => Some(Algorithm::Finnish),
        Lang::Hun => Some(Algorithm::Hungarian),
        Lang::Nob => Some(Algorithm::Norwegian),
        Lang::Ron => Some(Algorithm::Romanian),
        Lang::Tam => Some(Algorithm::Tamil),
        Lang::Tur => Some(Algorithm::Turkish),
        _ => None,
    };
    Language { stop_bit: 0, algorithm }
}

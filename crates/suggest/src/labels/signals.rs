//! What label models look at: hashed words, pairs of words, character n-grams, marks, and the embedding.

use crate::embedding::{DIMENSIONS, encode};
use crate::hash::hash_chars;
use crate::number::real;
use crate::text::{grams, head, is_link_or_handle, words};

/// Hashed signals fall into 2^17 buckets, which bounds the memory of a model.
const BUCKETS: u32 = 1 << 17;

/// Keep words and pairs of words apart from n-grams.
const WORD: u32 = 1;
const PAIR: u32 = 2;
const MARK: u32 = 3;

/// Weight of the n-grams, which are many, against the words.
const GRAM_WEIGHT: f32 = 0.4;

/// A text as a label model sees it.
#[derive(Debug, Clone)]
pub(crate) struct LabelText {
    /// Buckets with their values, each bucket once; the vector of values has length 1.
    pub(super) hashed: Vec<(u32, f32)>,
    /// The embedding, of length 1 like the hashed signals, or zeros.
    pub(super) meaning: [f32; DIMENSIONS],
}

impl LabelText {
    /// Reads `text`. Stop words stay: "how do I" is a question, "please add" a request.
    pub(crate) fn new(text: &str) -> Self {
        let text = head(text);
        let words = words(text);
        let mut signals: Vec<(u32, f32)> = Vec::new();
        signals.extend(words.iter().map(|word| (hash_chars(WORD, word.chars()), 1.0)));
        let pairs = words.windows(2).map(|pair| pair.join(" "));
        signals.extend(pairs.map(|pair| (hash_chars(PAIR, pair.chars()), 1.0)));
        signals.extend(grams(&words).into_iter().map(|gram| (gram, GRAM_WEIGHT)));
        signals.extend(marks(text).into_iter().map(|mark| (hash_chars(MARK, mark.chars()), 1.0)));
        let meaning = encode(text).unwrap_or([0.0; DIMENSIONS]);
        Self { hashed: unit(signals), meaning }
    }
}

/// What punctuation and layout say.
fn marks(text: &str) -> Vec<&'static str> {
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let capitals = text.chars().filter(|character| character.is_uppercase()).count();
    let has_link = text.split_whitespace().any(|chunk| is_link_or_handle(chunk) && !chunk.starts_with('@'));
    let found = [
        (text.contains(['?', '？', '؟']), "question mark"),
        (text.trim_end().ends_with(['?', '？', '؟']), "ends with a question mark"),
        (text.contains(['!', '！']), "exclamation mark"),
        (text.contains("!!"), "exclamation marks"),
        (text.contains(['$', '€', '£', '%']), "money"),
        (has_link, "link"),
        (letters > 8 && real(capitals) > 0.5 * real(letters), "shouting"),
        (letters < 8, "hardly any letters"),
    ];
    found.into_iter().filter_map(|(applies, mark)| applies.then_some(mark)).collect()
}

/// Sums equal buckets and scales to length 1.
fn unit(mut signals: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    for (hash, _) in &mut signals {
        *hash %= BUCKETS;
    }
    signals.sort_unstable_by_key(|(bucket, _)| *bucket);
    let mut summed: Vec<(u32, f32)> = Vec::new();
    for (bucket, value) in signals {
        match summed.last_mut() {
            Some((last, sum)) if *last == bucket => *sum += value,
            _ => summed.push((bucket, value)),
        }
    }
    let length = summed.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(f32::EPSILON);
    for (_, value) in &mut summed {
        *value /= length;
    }
    summed
}

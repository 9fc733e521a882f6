//! A text read once, in every form that ranking and indexing need.

use crate::embedding::{Packed, encode};
use crate::text::{Term, grams, head, terms, words};

/// A message, title or query after reading.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    /// Index terms in order, with repetitions.
    pub(crate) terms: Vec<Term>,
    /// Hashed character n-grams, with repetitions.
    pub(crate) grams: Vec<u32>,
    /// The static embedding; zero if no word piece is known.
    pub(crate) vector: Packed,
}

impl Reading {
    /// Reads `text`.
    pub(crate) fn new(text: &str) -> Self {
        let text = head(text);
        let words = words(text);
        let vector = encode(text).map(|vector| Packed::new(&vector)).unwrap_or_default();
        Self { terms: terms(&words), grams: grams(&words), vector }
    }

    /// The different terms, in the order of their first occurrence.
    pub(crate) fn distinct_terms(&self) -> Vec<&Term> {
        let mut distinct: Vec<&Term> = Vec::new();
        for term in &self.terms {
            if !distinct.iter().any(|seen| seen.stem == term.stem) {
                distinct.push(term);
            }
        }
        distinct
    }
}

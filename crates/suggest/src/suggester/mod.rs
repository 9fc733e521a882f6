//! The public face: one [`Suggester`] a workspace.

mod answer;
mod features;
mod learn;

use std::error::Error;
use std::fmt;

pub use answer::{FeatureSuggestion, Suggestions};

use crate::corpus::Corpus;
use crate::ids::{FeatureId, FeatureKey};
use crate::labels::{KindClassifier, TagClassifier};
use crate::novelty::NoveltyState;
use crate::ranker::RankerState;
use crate::ranking::Learned;

/// Suggests features, tags and a kind for the text of a message, and learns from every decision of a human.
///
/// ```
/// use suggest::{FeatureKey, MessageKey, Suggester};
///
/// let mut suggester = Suggester::new();
/// suggester.add_feature(FeatureKey(1), "Dark mode");
/// suggester.add_feature(FeatureKey(2), "Export to CSV");
/// suggester.learn_link(MessageKey(1), "please, a theme for the night", FeatureKey(1))?;
///
/// let suggestions = suggester.suggest("my eyes hurt at night", 5);
/// let best = suggestions.features.first().expect("one earlier message shares a word");
/// assert_eq!(best.key, FeatureKey(1));
/// assert_eq!(best.why.to_string(), "same word as one earlier message: night; linked once");
/// # Ok::<(), suggest::UnknownFeature>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Suggester {
    corpus: Corpus,
    learned: Learned,
    kinds: KindClassifier,
    tags: TagClassifier,
}

/// The feature was never added, or was removed or merged away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownFeature(pub FeatureKey);

impl fmt::Display for UnknownFeature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "feature `{:x}` is unknown; add it first", self.0.0)
    }
}

impl Error for UnknownFeature {}

/// What ranking has learned beyond the links themselves. Store it next to them: links are given back with
/// [`Suggester::restore_link`] in their order, this with [`Suggester::restore_weights`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Weights {
    /// Which evidence counts how much.
    pub ranker: RankerState,
    /// What tells news from the known.
    pub novelty: NoveltyState,
}

impl Suggester {
    /// Knows nothing but the shipped weights.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of features.
    pub fn feature_count(&self) -> usize {
        self.corpus.feature_count()
    }

    /// Number of links between messages and features.
    pub fn link_count(&self) -> usize {
        self.corpus.messages.count
    }

    /// The learned weights, to be stored.
    pub fn weights(&self) -> Weights {
        Weights { ranker: self.learned.ranker, novelty: self.learned.novelty }
    }

    /// Takes stored weights back.
    pub fn restore_weights(&mut self, weights: Weights) {
        self.learned = Learned { ranker: weights.ranker, novelty: weights.novelty };
    }

    fn require(&self, key: FeatureKey) -> Result<FeatureId, UnknownFeature> {
        self.corpus.id_of(key).ok_or(UnknownFeature(key))
    }
}

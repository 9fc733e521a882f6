//! Answers: suggestions for a message, features like a title, pairs that may be duplicates.

use super::Suggester;
use crate::duplicates::{self, DuplicatePair};
use crate::explain::{Why, explain};
use crate::ids::{FeatureKey, TagKey};
use crate::labels::{Kind, LabelText};
use crate::ranking::Ranking;
use crate::reading::Reading;

/// Number of tags suggested.
const TAGS: usize = 3;

/// Everything suggested for one message.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestions {
    /// The best features, best first.
    pub features: Vec<FeatureSuggestion>,
    /// At most three tags with their probability, best first.
    pub tags: Vec<(TagKey, f32)>,
    /// The most likely kind with its probability.
    pub kind: (Kind, f32),
    /// Probability that the message is about nothing known.
    pub looks_new: f32,
}

/// One suggested feature.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureSuggestion {
    /// Which feature.
    pub key: FeatureKey,
    /// Its share among the candidates, 0 to 1.
    pub score: f32,
    /// What speaks for it; `to_string` says it in words.
    pub why: Why,
}

impl Suggester {
    /// The best `limit` features for a text, its tags, its kind, and whether it looks new.
    pub fn suggest(&self, text: &str, limit: usize) -> Suggestions {
        let reading = Reading::new(text);
        let ranking = self.learned.rank(&self.corpus, &reading, None);
        let labels = LabelText::new(text);
        let likely = ranking.candidates.first().map(|best| (best.feature, best.share));
        Suggestions {
            looks_new: self.learned.looks_new(&ranking),
            tags: self.tags.best(TAGS, &labels, likely),
            kind: self.kinds.best(&labels),
            features: self.explained(&reading, &ranking, limit),
        }
    }

    /// The features most like a title that someone is about to give to a new one.
    pub fn similar_features(&self, title: &str, limit: usize) -> Vec<FeatureSuggestion> {
        let reading = Reading::new(title);
        let ranking = self.learned.rank(&self.corpus, &reading, None);
        self.explained(&reading, &ranking, limit)
    }

    /// The pairs of features most likely to be the same, best first: a queue for review, never to be merged
    /// without a human.
    pub fn duplicate_pairs(&self, limit: usize) -> Vec<DuplicatePair> {
        duplicates::pairs(&self.corpus, limit)
    }

    fn explained(&self, reading: &Reading, ranking: &Ranking, limit: usize) -> Vec<FeatureSuggestion> {
        let best = ranking.candidates.iter().take(limit);
        let explained = best.filter_map(|candidate| {
            let key = self.corpus.feature(candidate.feature)?.key;
            let why = explain(&self.corpus, reading, candidate);
            Some(FeatureSuggestion { key, score: candidate.share, why })
        });
        explained.collect()
    }
}

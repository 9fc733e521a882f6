//! Candidates: the union of the best features of each list, so that no single signal can lose the right one.

use crate::corpus::Corpus;
use crate::ids::{DocId, FeatureId};
use crate::lexical::Lexical;
use crate::semantic::Semantic;
use crate::table::Table;
use crate::top::top;

/// The scans of one query, with the ranked lists that evidence refers to.
#[derive(Debug)]
pub(crate) struct Scans {
    pub(crate) lexical: Lexical,
    /// Best cosine of character n-grams, empty when they are not compared.
    pub(crate) characters: Table<FeatureId, f32>,
    pub(crate) semantic: Semantic,
    /// Sum of squared BM25 of the nearest documents.
    pub(crate) lexical_votes: Votes,
    /// Sum of the eighth powers of the cosines of the nearest documents.
    pub(crate) semantic_votes: Votes,
    pub(crate) by_message: Vec<(FeatureId, f32)>,
    pub(crate) by_characters: Vec<(FeatureId, f32)>,
    pub(crate) by_meaning: Vec<(FeatureId, f32)>,
}

/// How much the nearest documents speak for each feature.
#[derive(Debug)]
pub(crate) struct Votes {
    sums: Vec<(FeatureId, f32)>,
}

impl Votes {
    /// Each document votes for its feature with its score to the given power.
    pub(crate) fn count(corpus: &Corpus, nearest: &[(DocId, f32)], power: i32) -> Self {
        let mut sums: Vec<(FeatureId, f32)> = Vec::new();
        for (doc, score) in nearest {
            let Some(document) = corpus.document(*doc) else { continue };
            let vote = score.max(0.0).powi(power);
            match sums.iter_mut().find(|(id, _)| *id == document.feature) {
                Some((_, sum)) => *sum += vote,
                None => sums.push((document.feature, vote)),
            }
        }
        Self { sums }
    }

    /// The votes for one feature.
    pub(crate) fn of(&self, id: FeatureId) -> f32 {
        self.sums.iter().find(|(other, _)| *other == id).map_or(0.0, |(_, sum)| *sum)
    }

    fn best(&self, limit: usize) -> Vec<(FeatureId, f32)> {
        top(limit, self.sums.iter().copied())
    }
}

impl Scans {
    /// The candidates in the order of their ids.
    pub(crate) fn candidates(&self, corpus: &Corpus) -> Vec<FeatureId> {
        let lexical = &self.lexical;
        let best_bayes = self.best_bayes(corpus, 10);
        let lists = [
            top(10, lexical.touched.iter().map(|id| (*id, lexical.document.value(*id)))),
            self.lexical_votes.best(10),
            top(10, self.semantic.centroid.iter().map(|(id, cosine)| (id, *cosine))),
        ];
        let ranked = [&self.by_message, &self.by_characters, &self.by_meaning];
        let mut ids: Vec<FeatureId> = lists.iter().chain(ranked).flatten().map(|(id, _)| *id).collect();
        ids.extend(best_bayes);
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| corpus.feature(*id).is_some());
        ids
    }

    /// The best features by naive Bayes. Logarithms are negative, so they are shifted above zero first.
    fn best_bayes(&self, corpus: &Corpus, limit: usize) -> Vec<FeatureId> {
        let scores: Vec<(FeatureId, f32)> =
            self.lexical.touched.iter().map(|id| (*id, self.lexical.bayes(corpus, *id))).collect();
        let lowest = scores.iter().map(|(_, score)| *score).fold(f32::INFINITY, f32::min);
        let shifted = scores.into_iter().map(|(id, score)| (id, score - lowest + 1.0));
        top(limit, shifted).into_iter().map(|(id, _)| id).collect()
    }
}

//! Ranking: from a reading to ordered candidates and whether any of them fits.

use crate::corpus::Corpus;
use crate::evidence::{Evidence, gather, scan};
use crate::ids::FeatureId;
use crate::novelty::{NoveltyState, SIGNS, signs};
use crate::ranker::{RankerState, softmax};
use crate::reading::Reading;
use crate::top::better;

/// One candidate with what speaks for it.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) feature: FeatureId,
    pub(crate) evidence: Evidence,
    /// Weighted sum of the evidence.
    pub(crate) score: f32,
    /// Its softmax over all candidates.
    pub(crate) share: f32,
}

/// The candidates of a query, best first.
#[derive(Debug, Clone)]
pub(crate) struct Ranking {
    pub(crate) candidates: Vec<Candidate>,
    signs: [f32; SIGNS],
}

/// The learned part of ranking.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Learned {
    pub(crate) ranker: RankerState,
    pub(crate) novelty: NoveltyState,
}

impl Learned {
    /// Ranks the features of `corpus` for `reading`, without the feature `except`.
    pub(crate) fn rank(&self, corpus: &Corpus, reading: &Reading, except: Option<FeatureId>) -> Ranking {
        let scans = scan(corpus, reading);
        let mut ids = scans.candidates(corpus);
        ids.retain(|id| Some(*id) != except);
        let rows = gather(corpus, &scans, &ids);
        let mut order: Vec<(usize, f32)> =
            rows.iter().map(|row| self.ranker.score(row)).enumerate().collect();
        order.sort_unstable_by(better);
        let scores: Vec<f32> = order.iter().map(|(_, score)| *score).collect();
        let found =
            order.iter().filter_map(|(position, _)| Some((*ids.get(*position)?, *rows.get(*position)?)));
        let candidates: Vec<Candidate> = found
            .zip(scores.iter().zip(softmax(&scores)))
            .map(|((feature, evidence), (score, share))| Candidate {
                feature,
                evidence,
                score: *score,
                share,
            })
            .collect();
        let ranked: Vec<(Evidence, f32)> = candidates.iter().map(|one| (one.evidence, one.score)).collect();
        Ranking { candidates, signs: signs(&ranked) }
    }

    /// Probability that no candidate fits.
    pub(crate) fn looks_new(&self, ranking: &Ranking) -> f32 {
        self.novelty.probability(&ranking.signs)
    }

    /// Learns that `target` was right.
    pub(crate) fn learn_known(&mut self, ranking: &Ranking, target: FeatureId) {
        let rows: Vec<Evidence> = ranking.candidates.iter().map(|candidate| candidate.evidence).collect();
        if let Some(position) = ranking.candidates.iter().position(|candidate| candidate.feature == target) {
            self.ranker.learn(&rows, position);
        }
        self.novelty.learn(&ranking.signs, false);
    }

    /// Learns that none was right.
    pub(crate) fn learn_new(&mut self, ranking: &Ranking) {
        self.novelty.learn(&ranking.signs, true);
    }
}

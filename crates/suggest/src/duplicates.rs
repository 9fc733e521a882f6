//! Pairs of features that may be the same: near in title and in content.
//!
//! A queue for review: of the first hundred pairs, between half and nine tenths are real in public trackers.

use crate::corpus::{Corpus, DocumentKind};
use crate::embedding::Prepared;
use crate::ids::{FeatureId, FeatureKey};
use crate::number::real;
use crate::top::top;

/// Up to this many features every pair is compared by centroid; above it only those that share a rare title word.
const COMPARE_ALL_BELOW: usize = 3_000;

/// A title word in more documents than this joins no pair.
const RARE: usize = 60;

/// A pair must reach this to be worth a look.
const WORTH_A_LOOK: f32 = 0.4;

/// Two features that may be the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DuplicatePair {
    /// The one with more links, the natural one to merge into.
    pub keep: FeatureKey,
    /// The one with fewer links.
    pub merge: FeatureKey,
    /// Mean of the similarity of the titles and of the contents, 0 to 1.
    pub score: f32,
}

/// The best `limit` pairs, best first.
pub(crate) fn pairs(corpus: &Corpus, limit: usize) -> Vec<DuplicatePair> {
    let worth = scored_pairs(corpus).filter(|(_, score)| *score >= WORTH_A_LOOK);
    let best = top(limit, worth);
    best.into_iter().filter_map(|((left, right), score)| ordered(corpus, left, right, score)).collect()
}

fn ordered(corpus: &Corpus, left: FeatureId, right: FeatureId, score: f32) -> Option<DuplicatePair> {
    let (left, right) = (corpus.feature(left)?, corpus.feature(right)?);
    let (keep, merge) = if right.links > left.links { (right, left) } else { (left, right) };
    Some(DuplicatePair { keep: keep.key, merge: merge.key, score })
}

/// Each promising pair once, the lower id first.
fn scored_pairs(corpus: &Corpus) -> impl Iterator<Item = ((FeatureId, FeatureId), f32)> {
    let ids: Vec<FeatureId> = corpus.features().map(|(id, _)| id).collect();
    let compare_all = ids.len() <= COMPARE_ALL_BELOW;
    ids.clone().into_iter().flat_map(move |left| {
        let query = corpus.centroids.get(left).map(Prepared::new);
        let others = if compare_all { ids.clone() } else { sharing_a_rare_word(corpus, left) };
        let title = TitleWeights::new(corpus, left);
        let scored = others.into_iter().filter(move |right| left < *right).filter_map(move |right| {
            let meaning = query.as_ref()?.cosine(corpus.centroids.get(right)?);
            // The titles can add no more than half, so most pairs end here.
            let can_reach = meaning.midpoint(1.0) >= WORTH_A_LOOK;
            let score =
                can_reach.then(|| meaning.midpoint(title.cosine(&TitleWeights::new(corpus, right))))?;
            Some(((left, right), score))
        });
        scored.collect::<Vec<_>>()
    })
}

fn sharing_a_rare_word(corpus: &Corpus, id: FeatureId) -> Vec<FeatureId> {
    let Some(title) = corpus.title_of(id) else { return Vec::new() };
    let mut others = Vec::new();
    for counted in corpus.words.row(title) {
        let postings = corpus.words.postings(counted.id());
        if postings.len() > RARE {
            continue;
        }
        let documents =
            postings.iter().filter_map(|posting| corpus.document(crate::ids::DocId(posting.id())));
        others
            .extend(documents.filter(|found| found.kind != DocumentKind::Message).map(|found| found.feature));
    }
    others.sort_unstable();
    others.dedup();
    others
}

/// The title of a feature as a tf-idf vector of unit length.
struct TitleWeights {
    weights: Vec<(u32, f32)>,
}

impl TitleWeights {
    fn new(corpus: &Corpus, id: FeatureId) -> Self {
        let row = corpus.title_of(id).map_or(&[][..], |title| corpus.words.row(title));
        let all = real(1 + corpus.messages.count + corpus.titles.count);
        let idf = |term: u32| (all / real(corpus.words.postings(term).len().max(1))).ln();
        let mut weights: Vec<(u32, f32)> = row.iter().map(|word| (word.id(), idf(word.id()))).collect();
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::EPSILON);
        for (_, weight) in &mut weights {
            *weight /= length;
        }
        Self { weights }
    }

    fn cosine(&self, other: &Self) -> f32 {
        let product = |(term, weight): &(u32, f32)| {
            let same = other.weights.iter().find(|(found, _)| found == term);
            same.map_or(0.0, |(_, found)| weight * found)
        };
        self.weights.iter().map(product).sum()
    }
}

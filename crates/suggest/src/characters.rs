//! Character n-grams: a cosine that finds "recieve" under "receive".
//!
//! Documents weigh a gram by `1 + ln tf`, queries by `(1 + ln tf) ln((1 + n) / (1 + df))` (Salton and Buckley
//! 1988, lnc.ltc). Documents do without idf because idf drifts as messages come in, and their stored lengths
//! would go stale; that also ranks better here. Lists of grams grow long, so the index is dropped above
//! [`MOST_DOCUMENTS`], where words and vectors have enough to go by.

use crate::corpus::Corpus;
use crate::ids::{DocId, FeatureId};
use crate::index::{Counted, Index};
use crate::number::real;
use crate::table::Table;

/// Above this many documents the index is dropped for good.
const MOST_DOCUMENTS: usize = 60_000;

/// The index of hashed n-grams and the length of each document's vector.
#[derive(Debug, Clone, Default)]
pub(crate) struct CharacterIndex {
    grams: Index<u32>,
    lengths: Table<DocId, f32>,
    count: usize,
    is_dropped: bool,
}

impl CharacterIndex {
    /// Adds a document.
    pub(crate) fn insert(&mut self, doc: DocId, grams: &[u32]) {
        if self.is_dropped {
            return;
        }
        if self.count == MOST_DOCUMENTS {
            *self = Self { is_dropped: true, ..Self::default() };
            return;
        }
        self.count += 1;
        self.grams.insert(doc, grams.to_vec());
        let square = |counted: &Counted| tf(counted.count()).powi(2);
        self.lengths.set(doc, self.grams.row(doc).iter().map(square).sum::<f32>().sqrt());
    }

    /// Removes a document.
    pub(crate) fn remove(&mut self, doc: DocId) {
        if !self.is_dropped {
            self.count -= 1;
            self.grams.remove(doc);
            self.lengths.take(doc);
        }
    }

    /// Whether n-grams are still compared at this size.
    pub(crate) fn is_active(&self) -> bool {
        !self.is_dropped
    }

    /// The inner product of each document with a query, and the length of the query.
    fn products(&self, grams: &[u32], document_rows: usize) -> (Table<DocId, f32>, f32) {
        let mut products: Table<DocId, f32> = Table::zeroed(document_rows);
        let mut square = 0.0;
        let mut sorted = grams.to_vec();
        sorted.sort_unstable();
        for same in sorted.chunk_by(|a, b| a == b) {
            let term = same.first().and_then(|gram| self.grams.term(gram));
            let postings = term.map_or(&[][..], |term| self.grams.postings(term));
            let idf = (real(1 + self.count) / real(1 + postings.len())).ln();
            let weight = (1.0 + real(same.len()).ln()) * idf;
            square += weight * weight;
            for posting in postings {
                if let Some(product) = products.get_mut(DocId(posting.id())) {
                    *product += weight * tf(posting.count());
                }
            }
        }
        (products, square.sqrt())
    }
}

/// The best cosine of `grams` with any document of each feature.
pub(crate) fn scan(corpus: &Corpus, grams: &[u32]) -> Table<FeatureId, f32> {
    let index = &corpus.characters;
    let (products, query_length) = index.products(grams, corpus.document_rows());
    let mut best: Table<FeatureId, f32> = Table::zeroed(corpus.feature_rows());
    for (doc, product) in products.iter().filter(|(_, product)| **product > 0.0) {
        let Some(document) = corpus.document(doc) else { continue };
        if let Some(best) = best.get_mut(document.feature) {
            *best = best.max(product / (index.lengths.value(doc) * query_length));
        }
    }
    best
}

/// `1 + ln tf`, tabled because a scan asks for it half a million times.
fn tf(count: u32) -> f32 {
    const SMALL: [f32; 8] = [0.0, 1.0, 1.693, 2.099, 2.386, 2.609, 2.792, 2.946];
    SMALL.get(count as usize).copied().unwrap_or(3.1)
}

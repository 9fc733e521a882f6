//! Character n-grams: tf-idf cosine, which finds "recieve" under "receive".
//!
//! Weight of a gram: `(1 + ln tf) ln((1 + n) / (1 + df))` (Salton and Buckley 1988); a text is the vector of its
//! weights. Lists of grams grow long, so the index is dropped above [`MOST_DOCUMENTS`], where words and vectors
//! have enough to go by.

use crate::corpus::Corpus;
use crate::ids::{DocId, FeatureId};
use crate::index::{Counted, Index};
use crate::number::real;
use crate::table::Table;

/// Above this many documents the index is dropped for good.
pub(crate) const MOST_DOCUMENTS: usize = 60_000;

/// Lengths are computed anew when the number of documents has grown by this factor, because idf drifts.
const STALE_FACTOR: usize = 2;

/// The index of hashed n-grams and the length of each document's vector.
#[derive(Debug, Clone, Default)]
pub(crate) struct CharacterIndex {
    grams: Index<u32>,
    lengths: Table<DocId, f32>,
    count: usize,
    count_at_refresh: usize,
    is_dropped: bool,
}

impl CharacterIndex {
    /// Adds a document.
    pub(crate) fn insert(&mut self, doc: DocId, grams: &[u32]) {
        if self.is_dropped {
            return;
        }
        self.grams.insert(doc, grams.to_vec());
        self.count += 1;
        self.lengths.set(doc, self.length(doc));
        if self.count > MOST_DOCUMENTS {
            *self = Self { is_dropped: true, ..Self::default() };
        } else if self.count > self.count_at_refresh * STALE_FACTOR {
            self.refresh_lengths();
        }
    }

    /// Removes a document.
    pub(crate) fn remove(&mut self, doc: DocId) {
        if self.is_dropped {
            return;
        }
        self.grams.remove(doc);
        self.lengths.take(doc);
        self.count -= 1;
    }

    /// Whether n-grams are still compared at this size.
    pub(crate) fn is_active(&self) -> bool {
        !self.is_dropped
    }

    fn refresh_lengths(&mut self) {
        self.count_at_refresh = self.count;
        let docs: Vec<DocId> = self.lengths.iter().map(|(doc, _)| doc).collect();
        for doc in docs {
            self.lengths.set(doc, self.length(doc));
        }
    }

    fn length(&self, doc: DocId) -> f32 {
        let square = |counted: &Counted| self.weight(counted.id(), counted.count()).powi(2);
        self.grams.row(doc).iter().map(square).sum::<f32>().sqrt()
    }

    fn weight(&self, term: u32, count: u32) -> f32 {
        tf(count) * self.idf(self.grams.postings(term).len())
    }

    fn idf(&self, documents: usize) -> f32 {
        (real(1 + self.count) / real(1 + documents)).ln().max(0.0)
    }
}

/// The best cosine of `grams` with any document of each feature.
pub(crate) fn scan(corpus: &Corpus, grams: &[u32]) -> Table<FeatureId, f32> {
    let index = &corpus.characters;
    let mut cosines: Table<DocId, f32> = Table::zeroed(corpus.document_rows());
    let mut square = 0.0;
    let mut sorted = grams.to_vec();
    sorted.sort_unstable();
    for same in sorted.chunk_by(|a, b| a == b) {
        let postings =
            same.first().and_then(|gram| index.grams.term(gram)).map(|term| index.grams.postings(term));
        let idf = index.idf(postings.map_or(0, <[Counted]>::len));
        let weight = (1.0 + real(same.len()).ln()) * idf;
        square += weight * weight;
        for posting in postings.unwrap_or_default() {
            if let Some(cosine) = cosines.get_mut(DocId(posting.id())) {
                *cosine += weight * tf(posting.count()) * idf;
            }
        }
    }
    best_by_feature(corpus, &cosines, square.sqrt())
}

fn best_by_feature(
    corpus: &Corpus,
    products: &Table<DocId, f32>,
    query_length: f32,
) -> Table<FeatureId, f32> {
    let mut best: Table<FeatureId, f32> = Table::zeroed(corpus.feature_rows());
    for (doc, product) in products.iter().filter(|(_, product)| **product > 0.0) {
        let length = corpus.characters.lengths.value(doc) * query_length;
        let Some(document) = corpus.document(doc).filter(|_| length > 0.0) else { continue };
        if let Some(best) = best.get_mut(document.feature) {
            // Lengths may be stale by one doubling, so the quotient can pass 1 a little.
            *best = best.max((product / length).min(1.0));
        }
    }
    best
}

/// `1 + ln tf`, tabled because a scan asks for it half a million times.
fn tf(count: u32) -> f32 {
    const SMALL: [f32; 8] = [0.0, 1.0, 1.693, 2.099, 2.386, 2.609, 2.792, 2.946];
    SMALL.get(count as usize).copied().unwrap_or(3.1)
}

//! Meaning: cosines of the static embedding with past messages, titles and the centroids of features.

use crate::corpus::Corpus;
use crate::embedding::Prepared;
use crate::ids::{DocId, FeatureId};
use crate::reading::Reading;
use crate::table::Table;
use crate::top::top;

/// Up to this many documents every vector is compared; above it only those of a short list of features.
const SCAN_ALL_BELOW: usize = 60_000;

/// Length of that short list, by centroid.
const SHORT_LIST: usize = 256;

/// Number of nearest documents that vote.
const NEAREST: usize = 20;

/// What the meaning of a query says about each feature.
#[derive(Debug)]
pub(crate) struct Semantic {
    /// Cosine with the centroid, for every feature.
    pub(crate) centroid: Table<FeatureId, f32>,
    /// The best documents, best first.
    pub(crate) nearest: Vec<(DocId, f32)>,
    best: Table<FeatureId, f32>,
    query: Prepared,
}

impl Semantic {
    /// Compares `reading` with everything in `corpus`.
    pub(crate) fn scan(corpus: &Corpus, reading: &Reading) -> Self {
        let query = Prepared::new(&reading.vector);
        let mut centroid: Table<FeatureId, f32> = Table::zeroed(corpus.feature_rows());
        for (id, vector) in corpus.centroids.iter() {
            centroid.set(id, query.cosine(vector));
        }
        let mut semantic =
            Self { centroid, nearest: Vec::new(), best: Table::zeroed(corpus.feature_rows()), query };
        let cosines = semantic.document_cosines(corpus);
        for (doc, cosine) in &cosines {
            let Some(document) = corpus.document(*doc) else { continue };
            if let Some(best) = semantic.best.get_mut(document.feature) {
                *best = best.max(*cosine);
            }
        }
        semantic.nearest = top(NEAREST, cosines.into_iter());
        semantic
    }

    /// Cosine with the best document of a feature, compared now if the scan passed it over.
    pub(crate) fn best(&self, corpus: &Corpus, id: FeatureId) -> f32 {
        let known = self.best.value(id);
        if known > 0.0 || corpus.document_rows() <= SCAN_ALL_BELOW {
            return known;
        }
        let documents = corpus.feature(id).map_or(&[][..], |feature| &feature.documents);
        self.cosines(corpus, documents).map(|(_, cosine)| cosine).fold(0.0, f32::max)
    }

    /// The features with the best documents among those the scan compared.
    pub(crate) fn best_features(&self, limit: usize) -> Vec<(FeatureId, f32)> {
        top(limit, self.best.iter().map(|(id, cosine)| (id, *cosine)))
    }

    fn document_cosines(&self, corpus: &Corpus) -> Vec<(DocId, f32)> {
        if corpus.document_rows() <= SCAN_ALL_BELOW {
            return corpus
                .vectors
                .iter()
                .map(|(doc, vector)| (doc, self.query.cosine_nibbles(vector)))
                .collect();
        }
        let short_list = top(SHORT_LIST, self.centroid.iter().map(|(id, cosine)| (id, *cosine)));
        let features = short_list.iter().filter_map(|(id, _)| corpus.feature(*id));
        features.flat_map(|feature| self.cosines(corpus, &feature.documents)).collect()
    }

    fn cosines<'a>(
        &'a self,
        corpus: &'a Corpus,
        docs: &'a [DocId],
    ) -> impl Iterator<Item = (DocId, f32)> + 'a {
        docs.iter().filter_map(|doc| Some((*doc, self.query.cosine_nibbles(corpus.vectors.get(*doc)?))))
    }
}

//! Words: how near each feature is by BM25 (its best message, itself as one document, its title) and naive Bayes.
//!
//! BM25 of a document d: `sum over terms t of idf(t) tf (k1 + 1) / (tf + k1 (1 - b + b |d| / mean))` with
//! `idf(t) = ln(1 + (n - df + 0.5) / (df + 0.5))` (Robertson and Zaragoza 2009). One pass over the postings of
//! each query term serves all of them: term counts of a feature are the sums over its documents, so moving a
//! document to another feature needs no second index.

use crate::corpus::{Corpus, DocumentKind, Totals};
use crate::ids::{DocId, FeatureId};
use crate::index::Counted;
use crate::number::real;
use crate::reading::Reading;
use crate::table::Table;
use crate::top::top;

/// Saturation of a repeated term.
const K1: f32 = 1.2;

/// Weight of the document length.
const B: f32 = 0.5;

/// Smoothing of naive Bayes: a fraction of an occurrence for what was never seen.
const ALPHA: f32 = 0.1;

/// Number of nearest messages that vote.
const NEAREST: usize = 20;

/// Above this many documents, terms in more than [`COMMON_SHARE`] of them are skipped.
const PRUNE_ABOVE: usize = 60_000;

/// The inverse of the share of documents that makes a term common.
const COMMON_SHARE: usize = 20;

/// What the words of a query say about each feature.
#[derive(Debug)]
pub(crate) struct Lexical {
    /// BM25 of the best document.
    pub(crate) message: Table<FeatureId, f32>,
    /// BM25 of all documents as one.
    pub(crate) document: Table<FeatureId, f32>,
    /// BM25 of the title.
    pub(crate) title: Table<FeatureId, f32>,
    /// Features with at least one term of the query, by id.
    pub(crate) touched: Vec<FeatureId>,
    /// The best documents, best first.
    pub(crate) nearest: Vec<(DocId, f32)>,
    /// Number of different terms in the query.
    pub(crate) query_terms: usize,
    bayes: Bayes,
}

/// Multinomial naive Bayes: `ln P(c) + sum over t of ln((tf(t, c) + alpha) / (|c| + alpha v))`, kept as what the
/// seen terms gain over the same sum for none seen.
#[derive(Debug)]
struct Bayes {
    gain: Table<FeatureId, f32>,
    query_length: f32,
    smoothing: f32,
}

impl Lexical {
    /// Compares `reading` with everything in `corpus`.
    pub(crate) fn scan(corpus: &Corpus, reading: &Reading) -> Self {
        let distinct = reading.distinct_terms();
        let mut pass = Pass::new(corpus, distinct.len());
        let mut query_length = 0.0;
        for term in &distinct {
            let Some(id) = corpus.words.term(term.stem.as_str()) else { continue };
            let postings = corpus.words.postings(id);
            if is_too_common(corpus, postings.len()) {
                continue;
            }
            let count = real(reading.terms.iter().filter(|other| other.stem == term.stem).count());
            query_length += count;
            pass.add_term(postings, count);
        }
        pass.finish(query_length)
    }

    /// Logarithm of the naive Bayes score, comparable between features of one query.
    pub(crate) fn bayes(&self, corpus: &Corpus, id: FeatureId) -> f32 {
        let Some(feature) = corpus.feature(id) else { return f32::NEG_INFINITY };
        let length = real(feature.length as usize) + self.bayes.smoothing;
        let prior = real(feature.links as usize + 1).ln();
        prior + self.bayes.gain.value(id) - self.bayes.query_length * length.ln()
    }
}

fn is_too_common(corpus: &Corpus, frequency: usize) -> bool {
    let documents = corpus.messages.count + corpus.titles.count;
    documents > PRUNE_ABOVE && frequency * COMMON_SHARE > documents
}

fn idf(documents: usize, frequency: usize) -> f32 {
    let (documents, frequency) = (real(documents), real(frequency));
    (1.0 + (documents - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()
}

fn saturated(count: f32, length: f32, mean: f32) -> f32 {
    count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length / mean))
}

/// The accumulators of one scan.
struct Pass<'a> {
    corpus: &'a Corpus,
    by_document: Table<DocId, f32>,
    documents: Vec<DocId>,
    counts: Table<FeatureId, u32>,
    mean_feature_length: f32,
    found: Lexical,
}

impl<'a> Pass<'a> {
    fn new(corpus: &'a Corpus, query_terms: usize) -> Self {
        let rows = corpus.feature_rows();
        let all =
            Totals { count: corpus.feature_count(), length: corpus.messages.length + corpus.titles.length };
        let smoothing = ALPHA * real(corpus.words.vocabulary());
        let bayes = Bayes { gain: Table::zeroed(rows), query_length: 0.0, smoothing };
        let found = Lexical {
            message: Table::zeroed(rows),
            document: Table::zeroed(rows),
            title: Table::zeroed(rows),
            touched: Vec::new(),
            nearest: Vec::new(),
            query_terms,
            bayes,
        };
        Self {
            corpus,
            by_document: Table::zeroed(corpus.document_rows()),
            documents: Vec::new(),
            counts: Table::zeroed(rows),
            mean_feature_length: all.mean_length(),
            found,
        }
    }

    /// Adds one query term that occurs `query_count` times in the query.
    fn add_term(&mut self, postings: &[Counted], query_count: f32) {
        let corpus = self.corpus;
        let (title_mean, message_mean) = (corpus.titles.mean_length(), corpus.messages.mean_length());
        let idf = idf(corpus.messages.count + corpus.titles.count, postings.len());
        let mut features = Vec::new();
        for posting in postings {
            let doc = DocId(posting.id());
            let Some(document) = corpus.document(doc) else { continue };
            let (count, length) = (real(posting.count() as usize), f32::from(document.length));
            let is_message = document.kind == DocumentKind::Message;
            let score = idf * saturated(count, length, if is_message { message_mean } else { title_mean });
            self.add_to_document(doc, score);
            if !is_message && let Some(title) = self.found.title.get_mut(document.feature) {
                *title += score;
            }
            if let Some(sum) = self.counts.get_mut(document.feature) {
                if *sum == 0 {
                    features.push(document.feature);
                }
                *sum += posting.count();
            }
        }
        self.add_to_features(&features, query_count);
    }

    fn add_to_document(&mut self, doc: DocId, score: f32) {
        let Some(sum) = self.by_document.get_mut(doc) else { return };
        if *sum <= 0.0 {
            self.documents.push(doc);
        }
        *sum += score;
    }

    /// Turns the counts of one term into scores and clears them for the next.
    fn add_to_features(&mut self, features: &[FeatureId], query_count: f32) {
        let idf = idf(self.corpus.feature_count(), features.len());
        for id in features {
            let count = real(self.counts.take(*id) as usize);
            let length = self.corpus.feature(*id).map_or(0, |feature| feature.length);
            let score = idf * saturated(count, real(length as usize), self.mean_feature_length);
            if let Some(sum) = self.found.document.get_mut(*id) {
                if *sum <= 0.0 {
                    self.found.touched.push(*id);
                }
                *sum += score;
            }
            if let Some(gain) = self.found.bayes.gain.get_mut(*id) {
                *gain += query_count * (1.0 + count / ALPHA).ln();
            }
        }
    }

    fn finish(mut self, query_length: f32) -> Lexical {
        self.found.bayes.query_length = query_length;
        self.found.touched.sort_unstable();
        for doc in &self.documents {
            let Some(document) = self.corpus.document(*doc) else { continue };
            let score = self.by_document.value(*doc);
            if let Some(best) = self.found.message.get_mut(document.feature) {
                *best = best.max(score);
            }
        }
        let scores = self.documents.iter().map(|doc| (*doc, self.by_document.value(*doc)));
        self.found.nearest = top(NEAREST, scores);
        self.found
    }
}

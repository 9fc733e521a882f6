//! Fifteen numbers for each candidate, every one of which can be put in words.

use crate::candidates::{Scans, Votes};
use crate::characters;
use crate::corpus::Corpus;
use crate::ids::FeatureId;
use crate::lexical::Lexical;
use crate::number::real;
use crate::reading::Reading;
use crate::semantic::Semantic;
use crate::table::Table;
use crate::top::top;

/// Number of values in [`Evidence`].
pub(crate) const EVIDENCE: usize = 15;

/// What speaks for one candidate, in the order of the ranker's weights. "Relative" is divided by the best of the
/// query.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Evidence {
    /// BM25 of the best message, relative.
    pub(crate) message: f32,
    /// BM25 of the best message by three times the number of query terms.
    pub(crate) message_by_terms: f32,
    /// Sum of squares of the 20 nearest messages, relative.
    pub(crate) votes: f32,
    /// BM25 of the feature as one document, relative.
    pub(crate) document: f32,
    /// BM25 of the title, relative.
    pub(crate) title: f32,
    /// Best cosine of character n-grams.
    pub(crate) characters: f32,
    /// Naive Bayes: `exp(difference to the best)`.
    pub(crate) bayes: f32,
    /// `ln(1 + links) / 3`.
    pub(crate) popularity: f32,
    /// `exp(-links learned since the last one / 500)`.
    pub(crate) recency: f32,
    /// Reciprocal rank by best message.
    pub(crate) message_rank: f32,
    /// Reciprocal rank by character n-grams.
    pub(crate) characters_rank: f32,
    /// Best cosine of the embedding.
    pub(crate) meaning: f32,
    /// Cosine with the centroid of the feature.
    pub(crate) centroid: f32,
    /// Sum of the eighth powers of the 20 nearest cosines, relative.
    pub(crate) meaning_votes: f32,
    /// Reciprocal rank by best cosine.
    pub(crate) meaning_rank: f32,
}

impl Evidence {
    /// The values in the order of the ranker's weights.
    pub(crate) fn values(&self) -> [f32; EVIDENCE] {
        [
            self.message,
            self.message_by_terms,
            self.votes,
            self.document,
            self.title,
            self.characters,
            self.bayes,
            self.popularity,
            self.recency,
            self.message_rank,
            self.characters_rank,
            self.meaning,
            self.centroid,
            self.meaning_votes,
            self.meaning_rank,
        ]
    }
}

/// Runs all scans for a reading.
pub(crate) fn scan(corpus: &Corpus, reading: &Reading) -> Scans {
    let lexical = Lexical::scan(corpus, reading);
    let semantic = Semantic::scan(corpus, reading);
    let characters = if corpus.characters.is_active() {
        characters::scan(corpus, &reading.grams)
    } else {
        Table::default()
    };
    let by_message = top(15, lexical.touched.iter().map(|id| (*id, lexical.message.value(*id))));
    let by_characters = top(15, characters.iter().map(|(id, cosine)| (id, *cosine)));
    let by_meaning = semantic.best_features(20);
    Scans {
        lexical_votes: Votes::count(corpus, &lexical.nearest, 2),
        semantic_votes: Votes::count(corpus, &semantic.nearest, 8),
        lexical,
        characters,
        semantic,
        by_message,
        by_characters,
        by_meaning,
    }
}

/// The evidence for each of `candidates`, in their order.
pub(crate) fn gather(corpus: &Corpus, scans: &Scans, candidates: &[FeatureId]) -> Vec<Evidence> {
    let mut rows: Vec<Evidence> = candidates.iter().map(|id| absolute(corpus, scans, *id)).collect();
    divide_by_best(&mut rows, |row| &mut row.message);
    divide_by_best(&mut rows, |row| &mut row.votes);
    divide_by_best(&mut rows, |row| &mut row.document);
    divide_by_best(&mut rows, |row| &mut row.title);
    divide_by_best(&mut rows, |row| &mut row.meaning_votes);
    let best_bayes = rows.iter().map(|row| row.bayes).fold(f32::NEG_INFINITY, f32::max);
    for row in &mut rows {
        row.bayes = (row.bayes - best_bayes).exp();
    }
    rows
}

/// The evidence for one candidate before it is compared with the others.
fn absolute(corpus: &Corpus, scans: &Scans, id: FeatureId) -> Evidence {
    let lexical = &scans.lexical;
    let (links, last_link) = corpus.feature(id).map_or((0, 0), |feature| (feature.links, feature.last_link));
    let message = lexical.message.value(id);
    let age = real((corpus.now - last_link) as usize);
    Evidence {
        message,
        message_by_terms: message / (3.0 * real(lexical.query_terms.max(1))),
        votes: scans.lexical_votes.of(id),
        document: lexical.document.value(id),
        title: lexical.title.value(id),
        characters: scans.characters.value(id),
        bayes: lexical.bayes(corpus, id),
        popularity: real(links as usize + 1).ln() / 3.0,
        recency: if links > 0 { (-age / 500.0).exp() } else { 0.0 },
        message_rank: reciprocal_rank(&scans.by_message, id),
        characters_rank: reciprocal_rank(&scans.by_characters, id),
        meaning: scans.semantic.best(corpus, id),
        centroid: scans.semantic.centroid.value(id),
        meaning_votes: scans.semantic_votes.of(id),
        meaning_rank: reciprocal_rank(&scans.by_meaning, id),
    }
}

fn reciprocal_rank(ranked: &[(FeatureId, f32)], id: FeatureId) -> f32 {
    let position = ranked.iter().position(|(other, _)| *other == id);
    position.map_or(0.0, |position| 1.0 / real(position + 1))
}

fn divide_by_best(rows: &mut [Evidence], field: impl Fn(&mut Evidence) -> &mut f32) {
    let best = rows.iter_mut().map(|row| *field(row)).fold(0.0, f32::max);
    if best > 0.0 {
        for row in rows {
            *field(row) /= best;
        }
    }
}

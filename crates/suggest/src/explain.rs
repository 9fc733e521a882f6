//! The reasons for a suggestion, as numbers and in words.

use std::fmt;

use crate::corpus::{Corpus, DocumentKind, Feature};
use crate::ids::DocId;
use crate::number::real;
use crate::ranking::Candidate;
use crate::reading::Reading;
use crate::text::Term;

/// At most this many words are shown.
const WORDS: usize = 3;

/// Only the latest documents of a feature are read again for an explanation.
const LATEST: usize = 256;

/// A cosine of the embedding from here on is called a similar meaning.
const SIMILAR_MEANING: f32 = 0.4;

/// A cosine of the n-grams from here on is called a similar spelling.
const SIMILAR_SPELLING: f32 = 0.3;

/// Why a feature was suggested. [`fmt::Display`] puts it in English; the fields serve other languages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Why {
    /// The most telling words that the text shares with earlier messages, as the text has them.
    pub words: Vec<String>,
    /// Number of earlier messages (of the latest 256) with those words: at least two of them, or the only one.
    pub messages: usize,
    /// The most telling words that the text shares with a title.
    pub title_words: Vec<String>,
    /// Whether the meaning is near by the embedding.
    pub similar_meaning: bool,
    /// Whether the spelling is near by character n-grams.
    pub similar_spelling: bool,
    /// Number of messages linked to the feature.
    pub links: usize,
    /// Number of links learned in the workspace since the last one to this feature.
    pub links_since_last: usize,
}

impl fmt::Display for Why {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut reasons = Vec::new();
        if !self.words.is_empty() {
            let same = plural(self.words.len(), "same word", "same words");
            let messages = plural(self.messages, "message", "messages");
            let shown = self.words.join(", ");
            reasons.push(format!("{same} as {} earlier {messages}: {shown}", in_words(self.messages)));
        }
        if !self.title_words.is_empty() {
            reasons.push(format!("same as in the title: {}", self.title_words.join(", ")));
        }
        if reasons.is_empty() && self.similar_meaning {
            reasons.push("similar meaning".to_owned());
        }
        if reasons.is_empty() && self.similar_spelling {
            reasons.push("similar spelling".to_owned());
        }
        reasons.push(match self.links {
            0 => "not linked yet".to_owned(),
            1 => "linked once".to_owned(),
            links => format!("linked {links} times"),
        });
        formatter.write_str(&reasons.join("; "))
    }
}

/// Collects the reasons for one candidate.
pub(crate) fn explain(corpus: &Corpus, reading: &Reading, candidate: &Candidate) -> Why {
    let Some(feature) = corpus.feature(candidate.feature) else { return Why::default() };
    let (titles, messages): (Vec<DocId>, Vec<DocId>) =
        latest(corpus, feature).partition(|doc| is_title(corpus, *doc));
    let query = known_terms(corpus, reading);
    let shared = most_telling(corpus, &query, &messages);
    let shared_ids: Vec<u32> = shared.iter().map(|(_, id)| *id).collect();
    let evidence = candidate.evidence;
    Why {
        words: shared.into_iter().map(|(term, _)| term.word.clone()).collect(),
        messages: count_sharing(corpus, &messages, &shared_ids),
        title_words: most_telling(corpus, &query, &titles)
            .into_iter()
            .map(|(term, _)| term.word.clone())
            .collect(),
        similar_meaning: evidence.meaning.max(evidence.centroid) >= SIMILAR_MEANING,
        similar_spelling: evidence.characters >= SIMILAR_SPELLING,
        links: feature.links as usize,
        links_since_last: (corpus.now - feature.last_link) as usize,
    }
}

fn latest<'a>(corpus: &'a Corpus, feature: &'a Feature) -> impl Iterator<Item = DocId> + 'a {
    let mut seen = 0;
    feature.documents.iter().rev().copied().filter(move |doc| {
        seen += usize::from(!is_title(corpus, *doc));
        seen <= LATEST || is_title(corpus, *doc)
    })
}

fn is_title(corpus: &Corpus, doc: DocId) -> bool {
    corpus.document(doc).is_some_and(|document| document.kind != DocumentKind::Message)
}

/// The different terms of the query that any document has, with their ids.
fn known_terms<'a>(corpus: &Corpus, reading: &'a Reading) -> Vec<(&'a Term, u32)> {
    let distinct = reading.distinct_terms().into_iter();
    distinct.filter_map(|term| Some((term, corpus.words.term(term.stem.as_str())?))).collect()
}

/// The terms that `docs` have, those first that say most: in many of `docs`, but in few elsewhere.
fn most_telling<'a>(corpus: &Corpus, query: &[(&'a Term, u32)], docs: &[DocId]) -> Vec<(&'a Term, u32)> {
    let mut weighed: Vec<(f32, (&Term, u32))> = Vec::new();
    for (term, id) in query {
        let here = docs.iter().filter(|doc| has_term(corpus, **doc, *id)).count();
        let everywhere = corpus.words.postings(*id).len();
        let all = corpus.messages.count + corpus.titles.count;
        if here > 0 {
            let rarity = (real(1 + all) / real(1 + everywhere)).ln();
            weighed.push((real(here).sqrt() * rarity, (term, *id)));
        }
    }
    weighed.sort_by(|left, right| right.0.total_cmp(&left.0));
    weighed.into_iter().map(|(_, term)| term).take(WORDS).collect()
}

/// Number of documents with at least two of `terms`, or with the only one; if none has two, with any.
fn count_sharing(corpus: &Corpus, docs: &[DocId], terms: &[u32]) -> usize {
    let sharing = |least: usize| {
        let shares = |doc: &&DocId| terms.iter().filter(|id| has_term(corpus, **doc, **id)).count() >= least;
        docs.iter().filter(shares).count()
    };
    match sharing(2) {
        0 => sharing(1),
        count => count,
    }
}

fn has_term(corpus: &Corpus, doc: DocId, id: u32) -> bool {
    corpus.words.row(doc).iter().any(|counted| counted.id() == id)
}

fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

fn in_words(count: usize) -> String {
    const SMALL: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    SMALL.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_put_in_words() {
        let words = ["dark", "mode", "night"].map(str::to_owned).to_vec();
        let why = Why { words, messages: 3, links: 14, ..Why::default() };
        assert_eq!(
            why.to_string(),
            "same words as three earlier messages: dark, mode, night; linked 14 times"
        );
    }

    #[test]
    fn a_feature_without_shared_words_is_near_in_meaning_or_only_linked() {
        let why = Why { similar_meaning: true, ..Why::default() };
        assert_eq!(why.to_string(), "similar meaning; not linked yet");
        assert_eq!(Why { links: 12, ..Why::default() }.to_string(), "linked 12 times");
    }
}

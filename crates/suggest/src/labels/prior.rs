//! The prior for kinds: a model trained once a process on `data/kinds.tsv`, sentences written for Getback.

use std::sync::LazyLock;

use super::kind::{Kind, learn_softmax, model_of_kinds};
use super::linear::LinearModel;
use super::signals::LabelText;
use crate::ranker::softmax;

/// What products are about.
const TOPICS: &str = include_str!("../../data/topics.txt");

/// Topics to move on by in each pass; shares no factor with their number.
const STRIDE: usize = 7;

/// Passes over the sentences.
const PASSES: usize = 5;

static PRIOR: LazyLock<LinearModel> = LazyLock::new(|| train(&sentences()));

/// The shared model.
pub(super) fn prior() -> &'static LinearModel {
    &PRIOR
}

/// The sample sentences with their kinds.
fn sentences() -> Vec<(Kind, &'static str)> {
    let lines = include_str!("../../data/kinds.tsv").lines();
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, text)| Some((kind(name)?, text)))
        .collect()
}

fn kind(name: &str) -> Option<Kind> {
    match name {
        "request" => Some(Kind::Request),
        "bug" => Some(Kind::Bug),
        "praise" => Some(Kind::Praise),
        "question" => Some(Kind::Question),
        "spam" => Some(Kind::Spam),
        "other" => Some(Kind::Other),
        _ => None,
    }
}

/// Each pass puts another topic into the sentences with a gap, so that no topic stands for a kind.
fn train(sentences: &[(Kind, &str)]) -> LinearModel {
    let mut model = model_of_kinds();
    for pass in 0..PASSES {
        for ((kind, sentence), position) in sentences.iter().zip(0..) {
            let text = LabelText::new(&with_topic(sentence, position + pass * STRIDE));
            let shares = softmax(&model.scores(&text));
            learn_softmax(&mut model, &text, &shares, *kind);
        }
    }
    model
}

fn with_topic(sentence: &str, number: usize) -> String {
    let topic = TOPICS.lines().cycle().nth(number % TOPICS.lines().count()).unwrap_or_default();
    sentence.replace("{}", topic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::real;

    #[test]
    fn every_sentence_has_a_kind() {
        let lines = include_str!("../../data/kinds.tsv").lines().count();
        assert_eq!(sentences().len(), lines);
        for one in Kind::ALL {
            assert_eq!(kind(one.name()), Some(one));
            assert!(sentences().iter().filter(|(other, _)| *other == one).count() >= 30, "{one:?}");
        }
    }

    /// Every fifth sentence is kept apart in turn: an honest estimate of the prior on texts like these.
    #[test]
    fn sentences_kept_apart_are_recognised() {
        let all = sentences();
        let mut right = 0;
        for fold in 0..5 {
            let apart = |position: &usize| position % 5 == fold;
            let train_on: Vec<_> = (0..all.len()).filter(|at| !apart(at)).map(|at| all[at]).collect();
            let model = train(&train_on);
            for (kind, text) in (0..all.len()).filter(apart).map(|at| all[at]) {
                let shares = softmax(&model.scores(&LabelText::new(&with_topic(text, 3))));
                let best = Kind::ALL.into_iter().zip(shares).max_by(|a, b| a.1.total_cmp(&b.1)).unwrap().0;
                right += usize::from(best == kind);
            }
        }
        let accuracy = real(right) / real(all.len());

        assert!(accuracy > 0.7, "accuracy {accuracy}");
    }
}

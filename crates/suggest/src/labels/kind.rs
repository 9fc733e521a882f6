//! The kind of a message: a softmax over six labels, on top of a small prior that ships with Getback.

use super::linear::LinearModel;
use super::prior::prior;
use super::signals::LabelText;
use crate::number::real;
use crate::ranker::softmax;

/// After this many labels of its own a workspace trusts them as much as the prior.
const PRIOR_LABELS: usize = 300;

/// What a message wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Something should be added or changed.
    Request,
    /// Something does not work.
    Bug,
    /// Thanks or applause.
    Praise,
    /// How something works.
    Question,
    /// Advertising, fraud, noise.
    Spam,
    /// None of these.
    Other,
}

impl Kind {
    /// Every kind, in the order of the labels.
    pub const ALL: [Self; 6] =
        [Self::Request, Self::Bug, Self::Praise, Self::Question, Self::Spam, Self::Other];

    /// The name in `data/kinds.tsv`.
    #[cfg(test)]
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Bug => "bug",
            Self::Praise => "praise",
            Self::Question => "question",
            Self::Spam => "spam",
            Self::Other => "other",
        }
    }
}

/// What a workspace has learned about kinds; the prior is shared by all.
#[derive(Debug, Clone)]
pub(crate) struct KindClassifier {
    local: LinearModel,
    labels: usize,
}

impl Default for KindClassifier {
    fn default() -> Self {
        Self { local: model_of_kinds(), labels: 0 }
    }
}

impl KindClassifier {
    /// The most likely kind with its probability.
    pub(crate) fn best(&self, text: &LabelText) -> (Kind, f32) {
        let shares = self.shares(text);
        let ranked = Kind::ALL.into_iter().zip(shares);
        ranked.reduce(|best, next| if next.1 > best.1 { next } else { best }).unwrap_or((Kind::Other, 0.0))
    }

    /// Learns the kind of one message.
    pub(crate) fn learn(&mut self, text: &LabelText, kind: Kind) {
        let shares = self.shares(text);
        learn_softmax(&mut self.local, text, &shares, kind);
        self.labels += 1;
    }

    fn shares(&self, text: &LabelText) -> Vec<f32> {
        let trust = real(PRIOR_LABELS) / real(PRIOR_LABELS + self.labels);
        let prior = prior().scores(text);
        let scores: Vec<f32> = self
            .local
            .scores(text)
            .into_iter()
            .zip(prior)
            .map(|(local, prior)| local + trust * prior)
            .collect();
        softmax(&scores)
    }
}

/// A model with one label for each kind.
pub(super) fn model_of_kinds() -> LinearModel {
    let mut model = LinearModel::default();
    for _ in Kind::ALL {
        model.add_label(0.0);
    }
    model
}

/// One step on the loss `-ln p(kind)`, whose gradient by the score of a label is `p - y`.
pub(super) fn learn_softmax(model: &mut LinearModel, text: &LabelText, shares: &[f32], kind: Kind) {
    let targets = Kind::ALL.map(|other| if other == kind { 1.0 } else { 0.0 });
    model.learn(text, shares.iter().zip(targets).map(|(share, target)| share - target));
}

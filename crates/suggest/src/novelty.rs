//! Is it new? An online logistic regression on how well the best candidate fits.

use crate::evidence::Evidence;
use crate::number::real;
use crate::ranker::softmax;

/// Number of values the regression looks at.
pub(crate) const SIGNS: usize = 8;

/// Size of a step before `AdaGrad` shrinks it.
const RATE: f32 = 0.3;

/// Start weights; negative ones say that a good fit speaks against news.
const START: [f32; SIGNS] = [1.0, -0.5, -0.5, -0.5, -1.0, -0.5, -1.0, 0.5];

/// The regression of a workspace; plain numbers, for the caller to store.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoveltyState {
    /// One weight for each sign.
    pub weights: [f32; SIGNS],
    /// Sum of squared gradients of each weight.
    pub squares: [f32; SIGNS],
}

impl Default for NoveltyState {
    fn default() -> Self {
        Self { weights: START, squares: [1.0; SIGNS] }
    }
}

impl NoveltyState {
    /// Probability that the query is about nothing known.
    pub(crate) fn probability(&self, signs: &[f32; SIGNS]) -> f32 {
        let sum: f32 = self.weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// One step of `AdaGrad` on the logistic loss, whose gradient is `(p - y) x`.
    pub(crate) fn learn(&mut self, signs: &[f32; SIGNS], is_new: bool) {
        let error = self.probability(signs) - f32::from(u8::from(is_new));
        let learned = self.weights.iter_mut().zip(&mut self.squares).zip(signs);
        for ((weight, square), sign) in learned {
            let slope = error * sign;
            *square += slope * slope;
            *weight -= RATE * slope / square.sqrt();
        }
    }
}

/// What tells news from the known, given the candidates best first with their scores:
/// `[1, best / 5, margin / 2, title, characters, BM25, cosine, entropy]`.
pub(crate) fn signs(ranked: &[(Evidence, f32)]) -> [f32; SIGNS] {
    let Some((best, score)) = ranked.first() else { return [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0] };
    let second = ranked.get(1).map_or(0.0, |(_, score)| *score);
    let most = |field: fn(&Evidence) -> f32| ranked.iter().map(|(row, _)| field(row)).fold(0.0, f32::max);
    [
        1.0,
        score / 5.0,
        (score - second) / 2.0,
        best.title,
        3.0 * most(|row| row.characters),
        most(|row| row.message_by_terms),
        3.0 * most(|row| row.meaning),
        entropy(ranked),
    ]
}

/// Entropy of the softmax over the candidates, 1 when all are alike.
fn entropy(ranked: &[(Evidence, f32)]) -> f32 {
    let scores: Vec<f32> = ranked.iter().map(|(_, score)| *score).collect();
    let nats: f32 =
        softmax(&scores).into_iter().filter(|share| *share > 0.0).map(|share| -share * share.ln()).sum();
    nats / real(ranked.len().max(2)).ln()
}

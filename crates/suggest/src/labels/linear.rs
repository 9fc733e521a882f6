//! Linear models over hashed signals and the embedding, one a label, stored by signal.

use super::signals::LabelText;
use crate::embedding::DIMENSIONS;
use crate::hash::FixedMap;
use crate::number::narrow;

/// Size of a step before `AdaGrad` shrinks it.
const RATE: f32 = 0.5;

/// Squared gradients that a fresh weight counts for, so that its first step is not the largest.
const INITIAL_SQUARES: f32 = 0.3;

/// One weight with the sum of its squared gradients.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    label: u32,
    weight: f32,
    squares: f32,
}

impl Cell {
    /// One step of `AdaGrad` (Duchi et al. 2011).
    fn step(&mut self, slope: f32) {
        self.squares += slope * slope;
        self.weight -= RATE * slope / (INITIAL_SQUARES + self.squares).sqrt();
    }
}

/// Weights of any number of labels. A signal lists only the labels it has met.
#[derive(Debug, Clone, Default)]
pub(super) struct LinearModel {
    by_signal: FixedMap<u32, Vec<Cell>>,
    dense: Vec<DenseWeights>,
}

/// The bias and the weights of the embedding for one label.
#[derive(Debug, Clone)]
struct DenseWeights {
    bias: Cell,
    meaning: Vec<Cell>,
}

impl LinearModel {
    /// Adds a label that starts with `bias`, and returns its number.
    pub(super) fn add_label(&mut self, bias: f32) -> u32 {
        let bias = Cell { weight: bias, ..Cell::default() };
        self.dense.push(DenseWeights { bias, meaning: vec![Cell::default(); DIMENSIONS] });
        narrow(self.dense.len() - 1)
    }

    /// The weighted sum of each label.
    pub(super) fn scores(&self, text: &LabelText) -> Vec<f32> {
        let along = |dense: &DenseWeights| -> f32 {
            dense.meaning.iter().zip(&text.meaning).map(|(cell, value)| cell.weight * value).sum()
        };
        let mut scores: Vec<f32> = self.dense.iter().map(|dense| dense.bias.weight + along(dense)).collect();
        for (bucket, value) in &text.hashed {
            for cell in self.by_signal.get(bucket).into_iter().flatten() {
                if let Some(score) = scores.get_mut(cell.label as usize) {
                    *score += cell.weight * value;
                }
            }
        }
        scores
    }

    /// Moves the weights of `label` against `error`, the gradient of the loss by its score.
    pub(super) fn learn(&mut self, text: &LabelText, label: u32, error: f32) {
        for (bucket, value) in &text.hashed {
            let cells = self.by_signal.entry(*bucket).or_default();
            let position = cells.iter().position(|cell| cell.label == label);
            let position = position.unwrap_or_else(|| {
                cells.push(Cell { label, ..Cell::default() });
                cells.len() - 1
            });
            if let Some(cell) = cells.get_mut(position) {
                cell.step(error * value);
            }
        }
        let Some(dense) = self.dense.get_mut(label as usize) else { return };
        dense.bias.step(error);
        for (cell, value) in dense.meaning.iter_mut().zip(&text.meaning) {
            cell.step(error * value);
        }
    }
}

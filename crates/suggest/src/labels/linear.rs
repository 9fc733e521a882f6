//! Linear models over hashed signals and the embedding, one a label, stored by signal.

use super::signals::LabelText;
use crate::embedding::DIMENSIONS;
use crate::hash::FixedMap;
use crate::number::narrow;

/// Size of a step before `AdaGrad` shrinks it.
const RATE: f32 = 0.5;

/// Squared gradients that a fresh weight counts for, so that its first step is not the largest.
const INITIAL_SQUARES: f32 = 0.3;

/// A model that is wrong by less than this is left alone.
const GOOD_ENOUGH: f32 = 0.02;

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

    /// Moves the weights of each label against its error, the gradient of the loss by its score.
    pub(super) fn learn(&mut self, text: &LabelText, errors: impl IntoIterator<Item = f32>) {
        let wrong = (0..).zip(errors).filter(|(_, error)| error.abs() > GOOD_ENOUGH);
        let wrong: Vec<(u32, f32)> = wrong.collect();
        for (bucket, value) in text.hashed.iter().filter(|_| !wrong.is_empty()) {
            let cells = self.by_signal.entry(*bucket).or_default();
            for (label, error) in &wrong {
                cell_of(cells, *label, |cell| cell.step(error * value));
            }
        }
        for (label, error) in wrong {
            let Some(dense) = self.dense.get_mut(label as usize) else { continue };
            dense.bias.step(error);
            for (cell, value) in dense.meaning.iter_mut().zip(&text.meaning) {
                cell.step(error * value);
            }
        }
    }
}

/// Changes the cell of a label, which is made if the signal meets the label for the first time.
fn cell_of(cells: &mut Vec<Cell>, label: u32, change: impl FnOnce(&mut Cell)) {
    if let Some(cell) = cells.iter_mut().find(|cell| cell.label == label) {
        return change(cell);
    }
    let mut cell = Cell { label, ..Cell::default() };
    change(&mut cell);
    cells.push(cell);
}

//! Vectors as bytes: 128 of them and one scale, compared by integer dot products.

use crate::number::{byte, real_int};

/// Length of a vector.
pub(crate) const DIMENSIONS: usize = 128;

/// A unit vector in bytes. The cosine of two is their integer dot product times both scales.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Packed {
    bytes: [i8; DIMENSIONS],
    scale: f32,
}

impl Default for Packed {
    /// The zero vector: its cosine with anything is 0.
    fn default() -> Self {
        Self { bytes: [0; DIMENSIONS], scale: 0.0 }
    }
}

impl Packed {
    /// The direction of `vector`, whatever its length; the longest component becomes 127.
    pub(crate) fn new(vector: &[f32; DIMENSIONS]) -> Self {
        let longest = vector.iter().fold(0.0_f32, |longest, value| longest.max(value.abs()));
        if longest <= f32::EPSILON {
            return Self::default();
        }
        let bytes = vector.map(|value| byte(value / longest * 127.0));
        let square: i32 = bytes.iter().map(|byte| i32::from(*byte) * i32::from(*byte)).sum();
        Self { bytes, scale: 1.0 / real_int(square).sqrt() }
    }
}

/// A query vector widened once, so that a scan is one multiply-add a component.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    wide: [i16; DIMENSIONS],
    scale: f32,
}

impl Prepared {
    /// Widens `vector`.
    pub(crate) fn new(vector: &Packed) -> Self {
        Self { wide: vector.bytes.map(i16::from), scale: vector.scale }
    }

    /// Cosine with `other`. The loop is plain so that the compiler turns it into vector instructions.
    pub(crate) fn cosine(&self, other: &Packed) -> f32 {
        let mut sum = 0_i32;
        for (wide, byte) in self.wide.iter().zip(&other.bytes) {
            sum += i32::from(*wide) * i32::from(i16::from(*byte));
        }
        real_int(sum) * self.scale * other.scale
    }
}

/// The direction of the mean of some vectors.
pub(crate) fn mean<'a>(vectors: impl Iterator<Item = &'a Packed>) -> Packed {
    let mut sum = [0.0; DIMENSIONS];
    for vector in vectors {
        for (sum, byte) in sum.iter_mut().zip(&vector.bytes) {
            *sum += f32::from(*byte) * vector.scale;
        }
    }
    Packed::new(&sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cosine(left: &Packed, right: &Packed) -> f32 {
        Prepared::new(left).cosine(right)
    }

    fn vector(seed: u8) -> [f32; DIMENSIONS] {
        std::array::from_fn(|i| (f32::from(seed) * 0.37 + real_int(i32::try_from(i).unwrap())).sin())
    }

    #[test]
    fn bytes_keep_the_cosine() {
        let (a, b) = (vector(1), vector(2));
        let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f32>();
        let exact = dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt();
        assert!((cosine(&Packed::new(&a), &Packed::new(&b)) - exact).abs() < 0.005);
        assert!((cosine(&Packed::new(&a), &Packed::new(&a)) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn the_mean_lies_between() {
        let (a, b) = (Packed::new(&vector(1)), Packed::new(&vector(2)));
        let middle = mean([&a, &b].into_iter());
        assert!((cosine(&middle, &a) - cosine(&middle, &b)).abs() < 0.01);
        assert_eq!(mean(std::iter::empty()), Packed::default());
    }
}

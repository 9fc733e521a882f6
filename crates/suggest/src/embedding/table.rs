//! The table `data/static-minilm-128-i8.bin` and the encoding of a text with it; see `data/NOTICE`.
//!
//! Little endian: u32 rows, u32 dimensions, u32 directions; `i8[rows][dimensions]` vectors; `f32[rows]` weights
//! (row scale x SIF weight, Arora et al. 2017); `f32[dimensions]` mean; `f32[directions][dimensions]` common
//! directions to remove (Mu and Viswanath 2018, "All-but-the-top").

use std::sync::LazyLock;

use super::vector::DIMENSIONS;
use super::wordpiece::pieces;
use crate::number::real;
use crate::text::is_link_or_handle;

static BYTES: &[u8] = include_bytes!("../../data/static-minilm-128-i8.bin");

/// The header and the float parts decoded; the 3.9 MB of rows stay in the binary.
struct StaticTable {
    rows: &'static [[u8; DIMENSIONS]],
    weights: Vec<f32>,
    mean: Vec<f32>,
    directions: Vec<Vec<f32>>,
}

static TABLE: LazyLock<StaticTable> =
    LazyLock::new(|| parse(BYTES).expect("the table is part of the binary and its test vectors are tested"));

fn parse(bytes: &'static [u8]) -> Option<StaticTable> {
    let (header, body) = bytes.split_at_checked(12)?;
    let mut sizes = header.chunks_exact(4).map(|word| <[u8; 4]>::try_from(word).map(u32::from_le_bytes));
    let mut size = || usize::try_from(sizes.next()?.ok()?).ok();
    let (row_count, dimensions, direction_count) = (size()?, size()?, size()?);
    if dimensions != DIMENSIONS {
        return None;
    }
    let (rows, floats) = body.split_at_checked(row_count * DIMENSIONS)?;
    let floats: Vec<f32> = floats.as_chunks::<4>().0.iter().map(|word| f32::from_le_bytes(*word)).collect();
    let (weights, floats) = floats.split_at_checked(row_count)?;
    let (mean, directions) = floats.split_at_checked(DIMENSIONS)?;
    let directions: Vec<Vec<f32>> = directions.chunks_exact(DIMENSIONS).map(<[f32]>::to_vec).collect();
    let complete = directions.len() == direction_count;
    let rows = rows.as_chunks().0;
    complete.then(|| StaticTable { rows, weights: weights.to_vec(), mean: mean.to_vec(), directions })
}

/// The unit vector of `text`, or `None` if it has no known word piece.
pub(crate) fn encode(text: &str) -> Option<[f32; DIMENSIONS]> {
    let chunks: Vec<&str> = text.split_whitespace().filter(|chunk| !is_link_or_handle(chunk)).collect();
    let ids = pieces(&chunks.join(" "));
    let mut vector = [0.0; DIMENSIONS];
    for id in &ids {
        add_row(*id, &mut vector);
    }
    // Dividing by the number of pieces does not change the direction, but keeps to the published formula.
    scale(&mut vector, 1.0 / real(ids.len().max(1)));
    normalise(&mut vector)?;
    subtract(&mut vector, &TABLE.mean, 1.0);
    for direction in &TABLE.directions {
        let along = dot(&vector, direction);
        subtract(&mut vector, direction, along);
    }
    normalise(&mut vector)?;
    Some(vector)
}

fn add_row(id: u32, vector: &mut [f32; DIMENSIONS]) {
    let position = id as usize;
    let (Some(row), Some(weight)) = (TABLE.rows.get(position), TABLE.weights.get(position)) else { return };
    for (sum, byte) in vector.iter_mut().zip(row) {
        *sum += weight * f32::from(byte.cast_signed());
    }
}

fn dot(left: &[f32], right: &[f32]) -> f32 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

fn scale(vector: &mut [f32], factor: f32) {
    for value in vector {
        *value *= factor;
    }
}

fn subtract(vector: &mut [f32], other: &[f32], factor: f32) {
    for (value, other) in vector.iter_mut().zip(other) {
        *value -= factor * other;
    }
}

fn normalise(vector: &mut [f32]) -> Option<()> {
    let length = dot(vector, vector).sqrt();
    (length > 1e-9).then(|| scale(vector, 1.0 / length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Example {
        text: String,
        vec: Vec<f32>,
    }

    #[test]
    fn the_published_test_vectors_are_reproduced() {
        let examples: Vec<Example> =
            serde_json::from_str(include_str!("../../tests/test_vectors.json")).unwrap();
        assert_eq!(examples.len(), 5);
        for example in examples {
            let vector = encode(&example.text).unwrap();
            for (ours, published) in vector.iter().zip(&example.vec) {
                assert!((ours - published).abs() < 2e-5, "{}: {ours} {published}", example.text);
            }
        }
    }

    #[test]
    fn a_text_without_known_pieces_has_no_vector() {
        assert!(encode("").is_none());
        assert!(encode("🦀🦀 https://example.org @someone").is_none());
    }
}

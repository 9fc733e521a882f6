//! The few numeric conversions that can lose something, each with the reason why it does not matter here.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "counts stay far below 2^24 where precision matters, and ids below 2^32"
)]

/// A count as a real number.
pub(crate) fn real(count: usize) -> f32 {
    count as f32
}

/// A small integer, such as a dot product of bytes, as a real number.
pub(crate) fn real_int(value: i32) -> f32 {
    value as f32
}

/// A position in a table as a 32-bit id; tables hold fewer than 2^32 rows.
pub(crate) fn narrow(position: usize) -> u32 {
    debug_assert!(u32::try_from(position).is_ok(), "a table outgrew its ids");
    position as u32
}

/// The low half of a hash.
pub(crate) fn low_bits(hash: u64) -> u32 {
    hash as u32
}

/// The nearest byte, saturating: Rust's float casts clamp to the range.
pub(crate) fn byte(value: f32) -> i8 {
    value.round() as i8
}

//! A static sentence embedding: the weighted mean of one vector a word piece, from a table in the binary.

mod table;
mod vector;
mod wordpiece;

pub(crate) use table::encode;
pub(crate) use vector::{DIMENSIONS, Nibbles, Packed, Prepared, mean};

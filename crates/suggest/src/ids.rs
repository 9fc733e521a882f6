//! The keys the caller uses and the dense internal ids they become.

use crate::number::narrow;

/// Names a feature; opaque here, usually a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeatureKey(pub u128);

/// Names a message; opaque here, usually a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageKey(pub u128);

/// Names a message tag; opaque here, usually a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagKey(pub u128);

/// The row of a feature in every per-feature table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct FeatureId(pub(crate) u32);

/// The row of a document in every per-document table: one linked message, or one title of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DocId(pub(crate) u32);

/// A dense id: the position of a row.
pub(crate) trait Row: Copy {
    /// The position this id stands for.
    fn position(self) -> usize;
    /// The id of a position.
    fn at(position: usize) -> Self;
}

impl Row for FeatureId {
    fn position(self) -> usize {
        self.0 as usize
    }
    fn at(position: usize) -> Self {
        Self(narrow(position))
    }
}

impl Row for DocId {
    fn position(self) -> usize {
        self.0 as usize
    }
    fn at(position: usize) -> Self {
        Self(narrow(position))
    }
}

impl Row for u32 {
    fn position(self) -> usize {
        self as usize
    }
    fn at(position: usize) -> Self {
        narrow(position)
    }
}

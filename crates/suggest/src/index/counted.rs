//! A 28-bit id and how often it occurs, in four bytes.

use crate::number::narrow;

const COUNT_BITS: u32 = 4;
const MOST: u32 = (1 << COUNT_BITS) - 1;

/// An id below 2^28 with a count that stops at 15, where BM25 has long stopped to care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counted(u32);

impl Counted {
    pub(crate) fn new(id: u32, count: usize) -> Self {
        debug_assert!(id < 1 << (u32::BITS - COUNT_BITS), "ids are 28 bits");
        Self(id << COUNT_BITS | narrow(count).min(MOST))
    }

    pub(crate) fn id(self) -> u32 {
        self.0 >> COUNT_BITS
    }

    pub(crate) fn count(self) -> u32 {
        self.0 & MOST
    }

    /// The same count of nothing: what erased cells hold.
    pub(super) const ERASED: Self = Self(0);
}

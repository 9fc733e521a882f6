//! A fast hasher with a fixed seed, so that tables and hashed features are the same in every run.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::number::low_bits;

/// A `HashMap` whose hashes do not depend on the process; never iterate it where order could show.
pub(crate) type FixedMap<K, V> = HashMap<K, V, BuildHasherDefault<FixedHasher>>;

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// Multiply and rotate, as in `FxHash` (rustc's own table hasher), with the finisher of `SplitMix64`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FixedHasher {
    state: u64,
}

impl FixedHasher {
    fn mix(&mut self, word: u64) {
        self.state = (self.state.rotate_left(5) ^ word).wrapping_mul(MULTIPLIER);
    }
}

impl Hasher for FixedHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte));
            self.mix(word);
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.mix(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.mix(value);
    }

    fn finish(&self) -> u64 {
        let mut hash = self.state;
        hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        hash ^ (hash >> 31)
    }
}

/// A 32-bit hash of characters under a `salt` that keeps families of features apart.
pub(crate) fn hash_chars(salt: u32, chars: impl IntoIterator<Item = char>) -> u32 {
    let mut hasher = FixedHasher::default();
    hasher.write_u32(salt);
    for character in chars {
        hasher.write_u32(u32::from(character));
    }
    low_bits(hasher.finish())
}

/// A 64-bit hash of a key.
pub(crate) fn hash_key(key: u128) -> u64 {
    let mut hasher = FixedHasher::default();
    hasher.write(&key.to_le_bytes());
    hasher.finish()
}

//! The time of the story, which is told from the beginning.

use std::sync::{Mutex, PoisonError};

use app::Clock;
use domain::Timestamp;

use super::random::Dice;

/// A clock that the story sets; its randomness comes out the same each time.
pub struct StoryClock {
    now: Mutex<Timestamp>,
    dice: Mutex<Dice>,
}

impl StoryClock {
    pub fn new(now: Timestamp, seed: u64) -> StoryClock {
        StoryClock { now: Mutex::new(now), dice: Mutex::new(Dice::new(seed)) }
    }

    /// Sets the time; it never goes back.
    pub fn set(&self, now: Timestamp) {
        let mut current = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *current = now.max(*current);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn random(&self, bytes: &mut [u8]) {
        let mut dice = self.dice.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(dice.next().to_le_bytes().get(..chunk.len()).unwrap_or_default());
        }
    }
}

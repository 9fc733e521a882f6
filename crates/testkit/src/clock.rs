//! Time that stands still until a test moves it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use app::Clock;
use domain::Timestamp;

/// A clock that a test sets. It begins at 2026-01-01T00:00:00Z.
pub struct FixedClock {
    micros: AtomicI64,
}

/// 2026-01-01T00:00:00Z, in microseconds since 1970.
const START: i64 = 1_767_225_600_000_000;

impl Default for FixedClock {
    fn default() -> Self {
        FixedClock { micros: AtomicI64::new(START) }
    }
}

impl FixedClock {
    /// Moves the time on.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_micros()).expect("a test advances by less than 292 000 years");
        self.micros.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.micros.load(Ordering::SeqCst))
    }

    fn random(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has randomness");
    }
}

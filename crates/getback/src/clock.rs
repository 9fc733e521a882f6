//! The system's time and randomness; the one place where they are asked.

use std::time::{SystemTime, UNIX_EPOCH};

use app::Clock;
use domain::Timestamp;

/// The clock of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    fn random(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("without randomness there are no secrets, so there is no going on");
    }
}

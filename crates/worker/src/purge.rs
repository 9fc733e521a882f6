//! Forgets the answers to idempotency keys once they have been kept for 48 hours.

use std::time::Duration;

use crate::Job;

pub(crate) const JOB: Job =
    Job { name: "purge", every: Duration::from_mins(10), run: app::idempotency::purge };

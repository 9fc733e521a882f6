//! Opens follow-ups whose time has come: settling ones whose grace is over, snoozed ones, and those whose lease ran out.

use std::time::Duration;

use crate::Job;

pub(crate) const JOB: Job = Job { name: "wake", every: Duration::from_secs(1), run: app::follow_ups::wake };

//! Finishes the planning of releases that were shipped or recalled when the process died.

use std::time::Duration;

use crate::Job;

pub(crate) const JOB: Job = Job { name: "plan", every: Duration::from_secs(5), run: app::releases::resume };

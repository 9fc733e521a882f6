//! What Getback does by itself: jobs that come round, one file each. A job is idempotent, so it may run in many processes
//! and after any crash; each has a round of its own, so one that fails, panics or hangs never stops another.

mod job;

mod plan;
mod purge;
mod wake;

use std::io;
use std::thread::JoinHandle;
use std::time::Duration;

use app::App;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use job::Job;

/// Every job.
pub const JOBS: &[Job] = &[wake::JOB, plan::JOB, purge::JOB];

/// How long jobs that have begun may go on after the worker was told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Jobs on a thread of their own, apart from the threads that answer requests.
pub struct Worker {
    stop: watch::Sender<bool>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts jobs; each runs at once, and then again and again.
    pub fn start(app: App, jobs: &'static [Job]) -> io::Result<Worker> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let (stop, stopped) = watch::channel(false);
        let thread = std::thread::Builder::new()
            .name("worker".to_owned())
            .spawn(move || work(runtime, &app, jobs, stopped))?;
        Ok(Worker { stop, thread })
    }

    /// Stops: what has begun is finished, nothing more begins. Blocks for up to ten seconds.
    pub fn stop(self) {
        self.stop.send_replace(true);
        if self.thread.join().is_err() {
            tracing::error!("the worker's thread panicked");
        }
    }
}

fn work(runtime: Runtime, app: &App, jobs: &'static [Job], mut stopped: watch::Receiver<bool>) {
    runtime.block_on(async {
        let mut rounds: JoinSet<()> =
            jobs.iter().map(|job| job::repeat(app.clone(), job, stopped.clone())).collect();
        // An error means that the handle was dropped, which is a stop as well.
        let _ = stopped.wait_for(|stop| *stop).await;
        let finish = async { while rounds.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, finish).await.is_err() {
            tracing::warn!("a job did not end in time and was left behind");
        }
    });
    // A job that hangs must not keep the process.
    runtime.shutdown_background();
}

#[cfg(test)]
mod tests;

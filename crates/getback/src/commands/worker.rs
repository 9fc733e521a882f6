//! Runs the worker's jobs alone, beside any number of `getback serve --no-worker`.

use anyhow::Context as _;
use worker::Worker;

use crate::config::Settings;
use crate::lock::WorkerLock;
use crate::{installation, telemetry};

pub fn run(settings: &Settings) -> anyhow::Result<()> {
    telemetry::start(settings)?;
    let app = installation::make(settings)?;
    let _lock = WorkerLock::take(settings)?;
    actix_web::rt::System::new().block_on(async {
        let stop = crate::serve::signals().context("cannot listen for signals")?;
        let worker = Worker::start(app, worker::JOBS).context("cannot start the worker")?;
        tracing::info!("the worker runs");
        stop.await;
        tracing::info!("stopping: jobs that have begun are finished");
        worker.stop();
        Ok(())
    })
}

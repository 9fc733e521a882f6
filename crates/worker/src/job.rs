//! One job and its rounds.

use std::collections::HashMap;
use std::time::Duration;

use app::{App, Result};
use domain::WorkspaceId;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};
use tokio::time::{MissedTickBehavior, interval, timeout};

/// How long one run is waited for before its job goes on with the next workspace.
const PATIENCE: Duration = Duration::from_secs(30);

/// Something to do again and again in every workspace.
pub struct Job {
    /// Its name in the log.
    pub name: &'static str,
    /// How long after one round the next begins.
    pub every: Duration,
    /// Does it once in one workspace; how many things it changed. May block.
    pub run: fn(&App, WorkspaceId) -> Result<usize>,
}

/// Runs that were not waited for to the end, by workspace: none begins there until they have ended.
type Late = HashMap<WorkspaceId, JoinHandle<Result<usize>>>;

/// Rounds of a job until the worker stops.
pub(crate) async fn repeat(app: App, job: &'static Job, mut stopped: watch::Receiver<bool>) {
    let mut late = Late::new();
    let mut ticks = interval(job.every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let due = tokio::select! {
            _ = ticks.tick() => true,
            _ = stopped.wait_for(|stop| *stop) => false,
        };
        if !due {
            return;
        }
        round(&app, job, &mut late, &stopped).await;
    }
}

/// Runs a job once in every workspace where it does not run already.
async fn round(app: &App, job: &'static Job, late: &mut Late, stopped: &watch::Receiver<bool>) {
    late.retain(|_, run| !run.is_finished());
    let list = app.clone();
    let workspaces = match spawn_blocking(move || app::workspaces::list(&list)).await {
        Ok(Ok(workspaces)) => workspaces,
        Ok(Err(e)) => return tracing::warn!(job = job.name, error = ?e, "a job cannot see the workspaces"),
        Err(e) => return tracing::error!(job = job.name, error = %e, "a job cannot see the workspaces"),
    };
    for workspace in workspaces.into_iter().map(|workspace| workspace.id) {
        if late.contains_key(&workspace) {
            continue;
        }
        if *stopped.borrow() {
            return;
        }
        let app = app.clone();
        let mut run = spawn_blocking(move || (job.run)(&app, workspace));
        let Ok(ended) = timeout(PATIENCE, &mut run).await else {
            tracing::warn!(job = job.name, workspace.id = %workspace, "a job takes long; others go on");
            late.insert(workspace, run);
            continue;
        };
        report(job, workspace, ended);
    }
}

fn report(job: &Job, workspace: WorkspaceId, ended: std::result::Result<Result<usize>, JoinError>) {
    let name = job.name;
    match ended {
        Ok(Ok(0)) => tracing::trace!(job = name, workspace.id = %workspace, "a job found nothing to do"),
        Ok(Ok(changed)) => {
            tracing::info!(job = name, workspace.id = %workspace, changed, "a job did its work");
        }
        Ok(Err(e)) => {
            tracing::warn!(job = name, workspace.id = %workspace, error = ?e, "a job failed and will run again");
        }
        Err(e) => {
            tracing::error!(job = name, workspace.id = %workspace, error = %e, "a job panicked and will run again");
        }
    }
}

//! The long part of shipping and recalling: a release's follow-ups are made or withdrawn in chunks, each its own
//! transaction, so that no other writer waits long. A crash in between loses nothing: every chunk finds out for itself what
//! is left, and the worker goes on where the process stopped.

use domain::state::{Reason, ReleaseStatus};
use domain::{FeatureId, PersonId, ReleaseId, WorkspaceId};
use store::planning::{Withdrawal, next_boundary, withdraw};
use uuid::Uuid;

use super::find;
use super::ship::effective_features;
use crate::context::{App, Caller, Tx};
use crate::error::Result;
use crate::follow_ups::{Scope, plan_merged, plan_range, reconcile};

/// Requests, or items, in a chunk: about a quarter of a second of SQLite's one writer.
const CHUNK: i64 = 20_000;

/// Finishes what is left of shipping or recalling, wherever a crash left it; how many releases were finished.
pub fn resume(app: &App, workspace: WorkspaceId) -> Result<usize> {
    let caller = Caller::system(workspace);
    let left = app.read(&caller, |view| Ok(store::releases::unplanned(view.conn, view.workspace)?))?;
    for id in &left {
        finish(app, &caller, *id)?;
    }
    Ok(left.len())
}

/// Makes, or withdraws, all follow-ups of one release.
pub(super) fn finish(app: &App, caller: &Caller, id: ReleaseId) -> Result<()> {
    let (status, features) = app.write(caller, |tx| {
        let release = find(tx, id, None)?;
        let left = if release.planned_at.is_none() { effective_features(tx, id)? } else { Vec::new() };
        Ok((release.status, left))
    })?;
    if status == ReleaseStatus::Recalled && !features.is_empty() {
        while app.write(caller, |tx| withdraw_chunk(tx, id))? {}
    }
    for feature in features {
        match status {
            ReleaseStatus::Shipped => plan_feature(app, caller, feature)?,
            _ => app.write(caller, |tx| {
                tx.conn.lock_exclusive(tx.workspace)?;
                reconcile(tx, Scope::Feature(feature), Reason::Recalled).map(drop)
            })?,
        }
    }
    app.write(caller, |tx| mark_planned(tx, id, status))
}

fn withdraw_chunk(tx: &mut Tx<'_>, id: ReleaseId) -> Result<bool> {
    tx.conn.lock_exclusive(tx.workspace)?;
    if find(tx, id, None)?.status != ReleaseStatus::Recalled {
        return Ok(false);
    }
    let touched = withdraw(tx.conn, tx.workspace, Withdrawal::Release(id, CHUNK), Reason::Recalled, tx.now)?;
    Ok(touched > 0)
}

fn plan_feature(app: &App, caller: &Caller, feature: FeatureId) -> Result<()> {
    let group =
        app.read(caller, |view| Ok(store::releases::group_of(view.conn, view.workspace, feature)?))?;
    for original in group {
        let mut after = PersonId(Uuid::nil());
        while let Some(next) = app.write(caller, |tx| plan_chunk(tx, feature, original, after))? {
            after = next;
        }
        app.write(caller, |tx| {
            tx.conn.lock_exclusive(tx.workspace)?;
            match store::releases::shipping(tx.conn, tx.workspace, feature)? {
                Some(shipping) => plan_merged(tx, &shipping, original).map(drop),
                None => Ok(()),
            }
        })?;
    }
    Ok(())
}

/// Plans the next people behind `after`; the last of them, or `None` when all are done.
fn plan_chunk(
    tx: &mut Tx<'_>,
    feature: FeatureId,
    original: FeatureId,
    after: PersonId,
) -> Result<Option<PersonId>> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let Some(shipping) = store::releases::shipping(tx.conn, tx.workspace, feature)? else { return Ok(None) };
    let end = next_boundary(tx.conn, tx.workspace, original, after, CHUNK)?;
    plan_range(tx, &shipping, original, (after, end.unwrap_or(PersonId(Uuid::max()))))?;
    Ok(end)
}

/// Notes that nothing is left to do, unless the release was recalled or shipped again meanwhile.
fn mark_planned(tx: &mut Tx<'_>, id: ReleaseId, status: ReleaseStatus) -> Result<()> {
    let mut release = find(tx, id, None)?;
    if release.status == status && release.planned_at.is_none() {
        release.planned_at = Some(tx.now);
        store::releases::update(tx.conn, tx.workspace, &mut release)?;
    }
    Ok(())
}

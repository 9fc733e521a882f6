//! Ships a release. "Shipped" is committed first; the follow-ups are made after it, in chunks, so that nobody else waits.

use std::time::Duration;

use domain::state::{Reason, ReleaseStatus};
use domain::{FeatureId, ReleaseId, Timestamp};
use serde::{Deserialize, Serialize};
use store::events::Event;
use store::planning::{Withdrawal, withdraw};

use super::get::{self, ReleaseView};
use super::{Release, find, run};
use crate::context::{App, Caller, Decision, Tx, data, data_of};
use crate::error::{Code, Error, Result};
use crate::follow_ups::sync_status;

/// How long follow-ups settle if nothing is said: time to undo.
const GRACE: Duration = Duration::from_mins(5);

/// What is recorded of shipping.
#[derive(Serialize, Deserialize)]
struct Shipped {
    before: Before,
}

/// Where the release was.
#[derive(Serialize, Deserialize)]
struct Before {
    status: String,
    recalled_at: Option<i64>,
    recall_reason: Option<String>,
    shipped_at: Option<i64>,
}

impl Before {
    fn of(release: &Release) -> Before {
        Before {
            status: release.status.as_str().to_owned(),
            recalled_at: release.recalled_at.map(|time| time.0),
            recall_reason: release.recall_reason.clone(),
            shipped_at: release.shipped_at.map(|time| time.0),
        }
    }
}

/// A release that is out.
pub struct Shipment {
    /// The release.
    pub release: ReleaseView,
    /// How many follow-ups it gave rise to.
    pub follow_ups: i64,
}

/// Ships a release, or one that was recalled again. Shipping a shipped one changes nothing and answers the same.
pub fn ship(app: &App, caller: &Caller, id: ReleaseId, grace: Option<Duration>) -> Result<Shipment> {
    app.write(caller, |tx| mark(tx, id, grace.unwrap_or(GRACE)))?;
    run::finish(app, caller, id)?;
    app.read(caller, |view| {
        let release = get::get(view, id)?;
        let follow_ups = store::releases::follow_ups(view.conn, view.workspace, id)?;
        Ok(Shipment { release, follow_ups })
    })
}

fn mark(tx: &mut Tx<'_>, id: ReleaseId, grace: Duration) -> Result<()> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let mut release = find(tx, id, None)?;
    if release.status == ReleaseStatus::Shipped {
        return Ok(());
    }
    let before = Before::of(&release);
    release.status = ReleaseStatus::Shipped;
    release.shipped_at = Some(tx.now);
    release.settles_at = Some(tx.now + grace);
    release.planned_at = None;
    release.recalled_at = None;
    release.recall_reason = None;
    release.updated_at = tx.now;
    store::releases::update(tx.conn, tx.workspace, &mut release)?;
    for feature in effective_features(tx, id)? {
        sync_status(tx, feature)?;
    }
    tx.record(Decision { kind: "release.shipped", subject: id.0.into(), data: data(&Shipped { before })? })?;
    Ok(())
}

/// The effective features of a release.
pub(super) fn effective_features(tx: &mut Tx<'_>, id: ReleaseId) -> Result<Vec<FeatureId>> {
    let rows = store::releases::features_of(tx.conn, tx.workspace, &[id])?;
    let mut features: Vec<FeatureId> = rows.into_iter().map(|(_, _, _, effective)| effective).collect();
    features.sort_unstable();
    features.dedup();
    Ok(features)
}

/// Takes shipping back, silently, while nobody has been told: the release is what it was before.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = ReleaseId(event.subject_id.0);
    let mut release = find(tx, id, None)?;
    if release.status != ReleaseStatus::Shipped {
        return Err(Error::new(Code::CannotUndo, "the release is not shipped any more"));
    }
    let progress = store::releases::progress(tx.conn, tx.workspace, id)?;
    if progress.iter().any(|(state, _, _)| state == "told") {
        return Err(Error::new(
            Code::CannotUndo,
            "people have been told already; recall the release instead",
        ));
    }
    restore(&mut release, event)?;
    release.updated_at = tx.now;
    store::releases::update(tx.conn, tx.workspace, &mut release)?;
    settle(tx, id, Reason::Recalled)
}

fn restore(release: &mut Release, event: &Event) -> Result<()> {
    let Shipped { before } = data_of(event)?;
    release.status = before.status.parse().map_err(Error::internal)?;
    release.recalled_at = before.recalled_at.map(Timestamp);
    release.recall_reason = before.recall_reason;
    release.shipped_at = before.shipped_at.map(Timestamp);
    if release.status != ReleaseStatus::Recalled {
        release.settles_at = None;
        release.planned_at = None;
    }
    Ok(())
}

/// Withdraws, at once, all that a release no longer justifies; what another release justifies is planned with that one.
pub(super) fn settle(tx: &mut Tx<'_>, id: ReleaseId, cause: Reason) -> Result<()> {
    withdraw(tx.conn, tx.workspace, Withdrawal::Release(id, i64::MAX), cause, tx.now)?;
    for feature in effective_features(tx, id)? {
        crate::follow_ups::reconcile(tx, crate::follow_ups::Scope::Feature(feature), cause)?;
    }
    Ok(())
}

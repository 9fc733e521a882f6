//! Recalls a release: what is unsent is withdrawn, silently; who has been told is listed for a correction.

use domain::ReleaseId;
use domain::state::ReleaseStatus;
use domain::text::Why;
use serde_json::json;
use store::events::Event;

use super::get::{self, ReleaseView};
use super::ship::effective_features;
use super::{find, run};
use crate::context::{App, Caller, Decision, Tx};
use crate::error::{Code, Error, Result};
use crate::follow_ups::{Scope, reconcile, sync_status};
use domain::state::Reason;

/// Recalls a shipped release. Recalling a recalled one changes nothing.
pub fn recall(app: &App, caller: &Caller, id: ReleaseId, why: &Why) -> Result<ReleaseView> {
    app.write(caller, |tx| mark(tx, id, why))?;
    run::finish(app, caller, id)?;
    app.read(caller, |view| get::get(view, id))
}

fn mark(tx: &mut Tx<'_>, id: ReleaseId, why: &Why) -> Result<()> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let mut release = find(tx, id, None)?;
    match release.status {
        ReleaseStatus::Recalled => return Ok(()),
        ReleaseStatus::Shipped => {}
        ReleaseStatus::Draft | ReleaseStatus::Scheduled => {
            return Err(Error::new(Code::WrongState, "only a shipped release can be recalled"));
        }
    }
    release.status = ReleaseStatus::Recalled;
    release.recalled_at = Some(tx.now);
    release.recall_reason = Some(why.as_str().to_owned());
    release.planned_at = None;
    release.updated_at = tx.now;
    store::releases::update(tx.conn, tx.workspace, &mut release)?;
    for feature in effective_features(tx, id)? {
        sync_status(tx, feature)?;
    }
    tx.record(Decision {
        kind: "release.recalled",
        subject: id.0.into(),
        data: json!({ "reason": why.as_str() }),
    })?;
    Ok(())
}

/// Takes a recall back: what it withdrew is owed again, and nobody is told twice.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = ReleaseId(event.subject_id.0);
    let mut release = find(tx, id, None)?;
    if release.status != ReleaseStatus::Recalled {
        return Err(Error::new(Code::CannotUndo, "the release is not recalled any more"));
    }
    release.status = ReleaseStatus::Shipped;
    release.recalled_at = None;
    release.recall_reason = None;
    release.planned_at = Some(tx.now);
    release.updated_at = tx.now;
    store::releases::update(tx.conn, tx.workspace, &mut release)?;
    for feature in effective_features(tx, id)? {
        reconcile(tx, Scope::Feature(feature), Reason::Recalled)?;
    }
    Ok(())
}

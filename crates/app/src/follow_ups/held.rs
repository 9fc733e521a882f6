//! Lets go what is held for a reason that a person can lift.

use domain::ReleaseId;
use domain::state::Reason;
use serde_json::json;

use crate::context::{Decision, Tx};
use crate::error::{Error, Result};

/// Opens the follow-ups that wait because their requests are history, of one release or of all; how many.
pub fn open_held(tx: &mut Tx<'_>, release: Option<ReleaseId>) -> Result<usize> {
    tx.conn.lock_exclusive(tx.workspace)?;
    if let Some(release) = release
        && store::releases::find(tx.conn, tx.workspace, release)?.is_none()
    {
        return Err(Error::field("/release", "there is no such release; check the id"));
    }
    let opened = store::follow_ups::open_held(tx.conn, tx.workspace, Reason::History, release, tx.now)?;
    let subject = release.map_or(tx.workspace.0, |release| release.0).into();
    let data = json!({ "opened": opened, "release": release.map(|id| id.to_string()) });
    tx.record(Decision { kind: "follow_up.history_opened", subject, data })?;
    Ok(opened)
}

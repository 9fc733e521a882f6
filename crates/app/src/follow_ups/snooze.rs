//! Puts a follow-up off until a time.

use domain::state::FollowUpState;
use domain::{FollowUpId, Timestamp};
use serde_json::json;
use store::events::Event;

use super::lease::{held_by, unclaim};
use super::view::{FollowUpView, get};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// Snoozes a follow-up; `until` lies in the future.
pub fn snooze(tx: &mut Tx<'_>, id: FollowUpId, token: &str, until: Timestamp) -> Result<FollowUpView> {
    if until <= tx.now {
        return Err(Error::field("/until", "must lie in the future"));
    }
    let mut follow_up = held_by(tx, id, token)?;
    unclaim(&mut follow_up);
    follow_up.state = FollowUpState::Snoozed;
    follow_up.ready_at = Some(until);
    follow_up.updated_at = tx.now;
    store::follow_ups::update(tx.conn, tx.workspace, &mut follow_up)?;
    let data = json!({ "until": until.to_string() });
    tx.record(Decision { kind: "follow_up.snoozed", subject: id.0.into(), data })?;
    get(&mut tx.view(), id)
}

/// Puts a snoozed follow-up back into the queue.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = FollowUpId(event.subject_id.0);
    let mut found =
        store::follow_ups::find(tx.conn, tx.workspace, id)?.ok_or_else(|| Error::not_found("follow-up"))?;
    if found.state != FollowUpState::Snoozed {
        return Err(Error::new(Code::CannotUndo, "it is not snoozed any more"));
    }
    found.state = FollowUpState::Open;
    found.ready_at = None;
    found.updated_at = tx.now;
    Ok(store::follow_ups::update(tx.conn, tx.workspace, &mut found)?)
}

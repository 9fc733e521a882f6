//! Leases on follow-ups: checked at every step, renewed, given back.

use domain::state::FollowUpState;
use domain::{FollowUpId, Timestamp};
use serde_json::json;
use store::follow_ups::FollowUp;

use super::claim::LEASE;
use super::view::{FollowUpView, get};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// The follow-up, if the token is the one of its lease and the lease still runs.
pub(super) fn held_by(tx: &mut Tx<'_>, id: FollowUpId, token: &str) -> Result<FollowUp> {
    let found =
        store::follow_ups::find(tx.conn, tx.workspace, id)?.ok_or_else(|| Error::not_found("follow-up"))?;
    let is_held = found.state == FollowUpState::Claimed
        && found.lease_token.as_deref() == Some(token)
        && found.lease_until.is_some_and(|until| until > tx.now);
    if is_held {
        return Ok(found);
    }
    let detail = match found.state {
        FollowUpState::Claimed => "somebody else works on it now, or your lease ran out; claim the next one",
        FollowUpState::Withdrawn => "it was withdrawn meanwhile; nothing is owed any more",
        _ => "you do not hold it; claim it first",
    };
    Err(Error::new(Code::LeaseLost, detail))
}

/// Takes the claim off a follow-up, in memory.
pub(super) fn unclaim(follow_up: &mut FollowUp) {
    follow_up.claimed_by = None;
    follow_up.lease_token = None;
    follow_up.lease_until = None;
    follow_up.claimed_at = None;
}

/// Lengthens the lease; when it ends now.
pub fn renew(tx: &mut Tx<'_>, id: FollowUpId, token: &str) -> Result<(FollowUpView, Timestamp)> {
    let mut follow_up = held_by(tx, id, token)?;
    let until = tx.now + LEASE;
    follow_up.lease_until = Some(until);
    follow_up.updated_at = tx.now;
    store::follow_ups::update(tx.conn, tx.workspace, &mut follow_up)?;
    Ok((get(&mut tx.view(), id)?, until))
}

/// Gives the follow-up back to the queue.
pub fn release(tx: &mut Tx<'_>, id: FollowUpId, token: &str) -> Result<FollowUpView> {
    let mut follow_up = held_by(tx, id, token)?;
    unclaim(&mut follow_up);
    follow_up.state = FollowUpState::Open;
    follow_up.updated_at = tx.now;
    store::follow_ups::update(tx.conn, tx.workspace, &mut follow_up)?;
    tx.record(Decision { kind: "follow_up.released", subject: id.0.into(), data: json!({}) })?;
    get(&mut tx.view(), id)
}

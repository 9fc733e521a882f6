//! Skips a follow-up, for a stated reason.

use domain::FollowUpId;
use domain::state::{FollowUpState, ItemState, Reason};
use serde::{Deserialize, Serialize};
use store::events::Event;
use store::follow_ups::{FollowUp, Verdict};

use super::combine::carry_on;
use super::lease::{held_by, unclaim};
use super::seen::{Seen, seen};
use super::view::{FollowUpView, get};
use crate::context::{Decision, Tx, data, data_of};
use crate::error::{Code, Error, Result};

/// What is recorded of a skip.
#[derive(Serialize, Deserialize)]
pub(super) struct Skipped {
    pub(super) reason: String,
    pub(super) features: Vec<String>,
}

/// Skips what the member has seen of it; what joined it meanwhile stays owed, in a follow-up of its own.
pub fn skip(tx: &mut Tx<'_>, id: FollowUpId, token: &str, reason: Reason) -> Result<FollowUpView> {
    tx.conn.lock_shared(tx.workspace)?;
    let mut follow_up = held_by(tx, id, token)?;
    let verdict = Verdict { state: ItemState::Skipped, reason: Some(reason), answer: None };
    let mut skipped = Vec::new();
    for Seen { item, .. } in seen(tx, &follow_up)? {
        store::follow_ups::set_item(tx.conn, tx.workspace, &item, verdict)?;
        skipped.push(item.feature_id.to_string());
    }
    unclaim(&mut follow_up);
    follow_up.state = FollowUpState::Skipped;
    follow_up.reason = Some(reason);
    follow_up.updated_at = tx.now;
    store::follow_ups::update(tx.conn, tx.workspace, &mut follow_up)?;
    carry_on(tx, &follow_up)?;
    let data = data(&Skipped { reason: reason.as_str().to_owned(), features: skipped })?;
    tx.record(Decision { kind: "follow_up.skipped", subject: id.0.into(), data })?;
    get(&mut tx.view(), id)
}

/// Owes again what was skipped: in the follow-up itself, or in the one that the person has now.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = FollowUpId(event.subject_id.0);
    let found =
        store::follow_ups::find(tx.conn, tx.workspace, id)?.ok_or_else(|| Error::not_found("follow-up"))?;
    if found.state != FollowUpState::Skipped {
        return Err(Error::new(Code::CannotUndo, "it is not skipped any more"));
    }
    let Skipped { features, .. } = data_of(event)?;
    let home = home_of(tx, found)?;
    let verdict = Verdict { state: ItemState::Owed, reason: None, answer: None };
    for item in store::follow_ups::items_of(tx.conn, tx.workspace, &[id])? {
        if item.state == ItemState::Skipped && features.contains(&item.feature_id.to_string()) {
            store::follow_ups::attach_item(tx.conn, tx.workspace, &item, home, verdict)?;
        }
    }
    // What was owed when it was skipped may not be any more.
    let person = store::follow_ups::find(tx.conn, tx.workspace, home)?
        .ok_or_else(|| Error::not_found("follow-up"))?
        .person_id;
    super::reconcile(tx, super::Scope::Person(person), Reason::RequestWithdrawn).map(drop)
}

/// The follow-up that takes the items back.
fn home_of(tx: &mut Tx<'_>, mut skipped: FollowUp) -> Result<FollowUpId> {
    let person = store::planning::effective_person(tx.conn, tx.workspace, skipped.person_id)?;
    if let Some(live) = store::follow_ups::live_of(tx.conn, tx.workspace, person)?.first() {
        return Ok(live.id);
    }
    skipped.person_id = person;
    skipped.state = FollowUpState::Open;
    skipped.reason = None;
    skipped.updated_at = tx.now;
    store::follow_ups::update(tx.conn, tx.workspace, &mut skipped)?;
    Ok(skipped.id)
}

//! Records that a person asked to stop.

use domain::state::Reason;
use domain::text::Why;
use domain::{OptOutId, PersonId};
use serde::{Deserialize, Serialize};
use store::events::Event;
use store::people::NewOptOut;

use super::{PersonView, cannot_undo, find, get};
use crate::context::{Decision, Tx};
use crate::error::{Error, Result};
use crate::follow_ups::{Scope, reconcile};
use crate::page::PageQuery;

#[derive(Debug, Serialize, Deserialize)]
struct Recorded {
    reason: String,
    opt_outs: Vec<uuid::Uuid>,
}

/// Records that a person asked to stop: never again, on any of their identities. It holds for everybody who is merged with
/// them now, also when they are unmerged later. Again is the same answer.
pub fn opt_out(tx: &mut Tx<'_>, id: PersonId, reason: &Why) -> Result<PersonView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let person = find(&mut tx.view(), id)?;
    let rows = missing(tx, person.effective_id, reason)?;
    if !rows.is_empty() {
        store::people::add_opt_outs(tx.conn, &rows)?;
        reconcile(tx, Scope::Person(person.effective_id), Reason::OptedOut)?;
        let opt_outs = rows.iter().map(|row| row.id.0).collect();
        let data = Recorded { reason: reason.as_str().to_owned(), opt_outs };
        let data = serde_json::to_value(data).map_err(Error::internal)?;
        tx.record(Decision { kind: "person.opted_out", subject: id.0.into(), data })?;
    }
    get(&mut tx.view(), id, &PageQuery::default())
}

/// An opt-out for everybody behind an effective person who has none in force.
fn missing(tx: &mut Tx<'_>, effective: PersonId, reason: &Why) -> Result<Vec<NewOptOut>> {
    let member = tx.member()?;
    let merged = store::people::merged_into(tx.conn, tx.workspace, effective)?;
    let group: Vec<PersonId> = merged.into_iter().map(|person| person.id).chain([effective]).collect();
    let in_force: Vec<PersonId> = store::people::in_force(tx.conn, tx.workspace, &group)?
        .into_iter()
        .map(|opt_out| opt_out.person_id)
        .collect();
    let new = |person_id: PersonId| NewOptOut {
        workspace_id: tx.workspace,
        id: tx.id(),
        person_id,
        reason: reason.as_str().to_owned(),
        created_by: member,
        created_at: tx.now,
    };
    Ok(group.into_iter().filter(|id| !in_force.contains(id)).map(new).collect())
}

/// Revokes what one decision recorded: it was a mistake. The rows stay, and say so.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let ids = opt_outs_of(event)?;
    if store::people::revoke(tx.conn, tx.workspace, &ids, tx.now)? == 0 {
        return Err(cannot_undo("the opt-out was revoked already"));
    }
    reconcile_subject(tx, event)
}

/// Brings into force again what was revoked.
pub(crate) fn redo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let ids = opt_outs_of(event)?;
    if store::people::enforce_again(tx.conn, tx.workspace, &ids)? == 0 {
        return Err(cannot_undo("another opt-out of the person is in force"));
    }
    reconcile_subject(tx, event)
}

fn opt_outs_of(event: &Event) -> Result<Vec<OptOutId>> {
    let recorded: Recorded = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    Ok(recorded.opt_outs.into_iter().map(OptOutId::from).collect())
}

fn reconcile_subject(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let person = find(&mut tx.view(), event.subject_id.0.into())?;
    reconcile(tx, Scope::Person(person.effective_id), Reason::OptedOut)?;
    Ok(())
}

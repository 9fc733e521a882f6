//! Merges a person into another.

use domain::PersonId;
use domain::state::Reason;
use serde::{Deserialize, Serialize};
use store::events::Event;
use store::people::Overlap;

use super::unmerge::take_back;
use super::{Person, PersonView, cannot_undo, find, get};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};
use crate::follow_ups::{Scope, combine, reconcile};
use crate::page::PageQuery;

/// What is recorded of a merge and of an unmerge: the person that the pointer leads, or led, to.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Pointer {
    pub(super) into: uuid::Uuid,
}

/// Says that two people are one: `id` points at `into` from now on. Requests, follow-ups and the targets of replies stay as
/// they are.
pub fn merge(tx: &mut Tx<'_>, id: PersonId, into: PersonId) -> Result<PersonView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let person = find(&mut tx.view(), id)?;
    let target = store::people::find(tx.conn, tx.workspace, into)?
        .ok_or_else(|| Error::field("/into", "there is no such person"))?;
    if person.merged_into.is_some() {
        return Err(Error::new(Code::WrongState, "the person is merged already; unmerge them first"));
    }
    if target.effective_id == person.id {
        return Err(Error::new(
            Code::MergeLoop,
            "a person cannot be merged into themself or into somebody merged into them",
        ));
    }
    point(tx, &person, &target)?;
    let data = serde_json::to_value(Pointer { into: into.0 }).map_err(Error::internal)?;
    tx.record(Decision { kind: "person.merged", subject: id.0.into(), data })?;
    get(&mut tx.view(), id, &PageQuery::default())
}

/// Points a person who is not merged at another, and keeps demand and what is owed in step.
pub(super) fn point(tx: &mut Tx<'_>, person: &Person, target: &Person) -> Result<()> {
    let effective = target.effective_id;
    let overlap = overlap(tx, person.id, effective)?;
    store::people::change_counts(tx.conn, tx.workspace, &overlap, -1)?;
    store::people::merge(tx.conn, tx.workspace, person.id, (target.id, effective), tx.now)?;
    combine(tx, effective)?;
    reconcile(tx, Scope::Person(effective), Reason::PersonMerged)?;
    Ok(())
}

/// What two effective people, each with everybody merged into them, have in common.
pub(super) fn overlap(tx: &mut Tx<'_>, one: PersonId, other: PersonId) -> Result<Overlap> {
    let these = store::follow_ups::people_of(tx.conn, tx.workspace, one)?;
    let those = store::follow_ups::people_of(tx.conn, tx.workspace, other)?;
    Ok(store::people::overlap(tx.conn, tx.workspace, &these, &those)?)
}

/// Takes a merge back.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let Pointer { into } = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    let person = find(&mut tx.view(), event.subject_id.0.into())?;
    if person.merged_into != Some(into.into()) {
        return Err(cannot_undo("the person was unmerged since, or merged into somebody else"));
    }
    take_back(tx, &person)
}

//! Takes a person out of the one that they were merged into.

use domain::PersonId;
use domain::state::Reason;
use store::events::Event;

use super::merge::{Pointer, overlap, point};
use super::{Person, PersonView, cannot_undo, find, get};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};
use crate::follow_ups::{Scope, reconcile, separate};
use crate::page::PageQuery;

/// Says that two people are two after all. Whoever was merged into the person comes along.
pub fn unmerge(tx: &mut Tx<'_>, id: PersonId) -> Result<PersonView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let person = find(&mut tx.view(), id)?;
    let Some(into) = person.merged_into else {
        return Err(Error::new(Code::WrongState, "the person is not merged into anybody"));
    };
    take_back(tx, &person)?;
    let data = serde_json::to_value(Pointer { into: into.0 }).map_err(Error::internal)?;
    tx.record(Decision { kind: "person.unmerged", subject: id.0.into(), data })?;
    get(&mut tx.view(), id, &PageQuery::default())
}

/// Takes the pointer of a merged person away, and keeps demand and what is owed in step.
pub(super) fn take_back(tx: &mut Tx<'_>, person: &Person) -> Result<()> {
    let before = person.effective_id;
    store::people::unmerge(tx.conn, tx.workspace, person.id, tx.now)?;
    let overlap = overlap(tx, person.id, before)?;
    store::people::change_counts(tx.conn, tx.workspace, &overlap, 1)?;
    separate(tx, person.id, before)?;
    reconcile(tx, Scope::Person(person.id), Reason::PersonMerged)?;
    reconcile(tx, Scope::Person(before), Reason::PersonMerged)?;
    Ok(())
}

/// Merges again.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let Pointer { into } = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    let person = find(&mut tx.view(), event.subject_id.0.into())?;
    let target = find(&mut tx.view(), into.into())?;
    if person.merged_into.is_some() {
        return Err(cannot_undo("the person was merged again since"));
    }
    if target.effective_id == person.id {
        return Err(cannot_undo("the other person was merged into this one since"));
    }
    point(tx, &person, &target)
}

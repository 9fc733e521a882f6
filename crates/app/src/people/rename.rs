//! Gives a person another name.

use domain::PersonId;
use domain::text::Name;
use serde::{Deserialize, Serialize};
use store::events::Event;

use super::{PersonView, cannot_undo, find, get};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};
use crate::page::PageQuery;

#[derive(Debug, Serialize, Deserialize)]
struct Names {
    before: String,
    after: String,
}

/// Gives an effective person another name, if `version` is the one that the caller read. The names of their identities stay.
pub fn rename(tx: &mut Tx<'_>, id: PersonId, name: &Name, version: Option<i64>) -> Result<PersonView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let asked = find(&mut tx.view(), id)?;
    let person = find(&mut tx.view(), asked.effective_id)?;
    if version.is_some_and(|version| version != person.version) {
        let detail = format!("the person is at version {}; read it again", person.version);
        return Err(Error::new(Code::VersionMismatch, detail));
    }
    if person.name != name.as_str() {
        store::people::rename(tx.conn, tx.workspace, person.id, name.as_str(), tx.now)?;
        let names = Names { before: person.name, after: name.as_str().to_owned() };
        let data = serde_json::to_value(names).map_err(Error::internal)?;
        tx.record(Decision { kind: "person.renamed", subject: person.id.0.into(), data })?;
    }
    get(&mut tx.view(), id, &PageQuery::default())
}

/// Gives the name before back.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let Names { before, after } = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    change(tx, event, &after, &before)
}

/// Gives the name after again.
pub(crate) fn redo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let Names { before, after } = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    change(tx, event, &before, &after)
}

fn change(tx: &mut Tx<'_>, event: &Event, from: &str, to: &str) -> Result<()> {
    let person = find(&mut tx.view(), event.subject_id.0.into())?;
    if person.name != from {
        return Err(cannot_undo("the person was given another name since"));
    }
    Ok(store::people::rename(tx.conn, tx.workspace, person.id, to, tx.now)?)
}

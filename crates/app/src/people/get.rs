//! Looks at one person.

use domain::PersonId;

use super::timeline::timeline;
use super::{PersonView, find, list::with_details};
use crate::context::View;
use crate::error::{Error, Result};
use crate::page::PageQuery;

/// The effective person of an id with everybody merged into them, and a page of what happened between us.
pub fn get(view: &mut View<'_>, id: PersonId, page: &PageQuery) -> Result<PersonView> {
    let asked = find(view, id)?;
    let person = if asked.effective_id == asked.id { asked.clone() } else { find(view, asked.effective_id)? };
    let merged = store::people::merged_into(view.conn, view.workspace, person.id)?;
    let mut group: Vec<PersonId> = merged.iter().map(|other| other.id).collect();
    group.push(person.id);
    let summary = with_details(view, vec![person], &merged)?
        .pop()
        .ok_or_else(|| Error::internal("a person went missing while being looked at"))?;
    let authors: Vec<_> = summary.identities.iter().map(|view| view.identity.id).collect();
    let timeline = timeline(view, &group, &authors, page)?;
    Ok(PersonView { summary, merged_into: asked.merged_into, merged, timeline })
}

//! Lists people.

use std::collections::HashMap;

use domain::PersonId;
use store::people::{IdentityRow, OptOut, Person, Place};

use super::{IdentityView, PersonSummary};
use crate::context::View;
use crate::error::Result;
use crate::page::{Page, PageQuery, TextKey};

/// The name that the list's cursors are bound to.
const LIST: &str = "people";

/// Which people are wanted.
#[derive(Clone, Debug, Default)]
pub struct PeopleQuery {
    /// How a name or a handle begins.
    pub prefix: Option<String>,
    /// Which page.
    pub page: PageQuery,
}

/// The people who are not merged into somebody, by name.
pub fn list(view: &mut View<'_>, query: &PeopleQuery) -> Result<Page<PersonSummary>> {
    let limit = query.page.limit()?.saturating_add(1);
    let after = query.page.after_text(view.workspace, LIST)?;
    let after = after.map(|key| Place { name: key.value, id: key.id.into() });
    let people = match query.prefix.as_deref().map(str::trim).filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => store::people::by_prefix(view.conn, view.workspace, prefix, after.as_ref(), limit)?,
        None => store::people::by_name(view.conn, view.workspace, after.as_ref(), limit)?,
    };
    let page = query.page.page_by_text(view.workspace, LIST, people, |person| {
        let Place { name, id } = Place::of(person);
        TextKey { value: name, id: id.0 }
    })?;
    let effective: Vec<PersonId> = page.items.iter().map(|person| person.id).collect();
    let merged = store::people::merged_into_any(view.conn, view.workspace, &effective)?;
    Ok(Page { items: with_details(view, page.items, &merged)?, next_cursor: page.next_cursor })
}

/// Adds to effective people what belongs to them and to those `merged` into them, in one query each.
pub(super) fn with_details(
    view: &mut View<'_>,
    people: Vec<Person>,
    merged: &[Person],
) -> Result<Vec<PersonSummary>> {
    let effective: HashMap<PersonId, PersonId> =
        people.iter().chain(merged).map(|person| (person.id, person.effective_id)).collect();
    let ids: Vec<PersonId> = effective.keys().copied().collect();
    let mut identities: HashMap<PersonId, Vec<IdentityView>> = HashMap::new();
    for identity in identities_of(view, &ids)? {
        if let Some(person) = effective.get(&identity.identity.person_id) {
            identities.entry(*person).or_default().push(identity);
        }
    }
    let mut opt_outs: HashMap<PersonId, OptOut> = HashMap::new();
    for opt_out in store::people::in_force(view.conn, view.workspace, &ids)? {
        if let Some(person) = effective.get(&opt_out.person_id) {
            opt_outs.entry(*person).or_insert(opt_out);
        }
    }
    let with = |person: Person| PersonSummary {
        identities: identities.remove(&person.id).unwrap_or_default(),
        opt_out: opt_outs.remove(&person.id),
        person,
    };
    Ok(people.into_iter().map(with).collect())
}

fn identities_of(view: &mut View<'_>, people: &[PersonId]) -> Result<Vec<IdentityView>> {
    let rows = store::people::identities_of(view.conn, view.workspace, people)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut handles = store::people::former_handles(view.conn, view.workspace, &ids)?;
    let with = |identity: IdentityRow| IdentityView {
        former_handles: handles.remove(&identity.id).unwrap_or_default(),
        identity,
    };
    Ok(rows.into_iter().map(with).collect())
}

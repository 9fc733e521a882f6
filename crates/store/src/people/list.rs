//! People by name, and by how a name or a handle begins.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use domain::sql::Id;
use domain::{PersonId, WorkspaceId};

use super::Person;
use crate::conn::{Conn, Run, StoreResult, lower, of, sql};
use crate::schema::people;

/// A place in the list: the name in lower case, and the id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name, ASCII letters in lower case.
    pub name: String,
    /// Ties are broken by id.
    pub id: PersonId,
}

impl Place {
    /// Where a person stands.
    pub fn of(person: &Person) -> Place {
        Place { name: person.name.to_ascii_lowercase(), id: person.id }
    }
}

/// The people who are not merged, by name.
pub fn by_name(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: Option<&Place>,
    limit: i64,
) -> StoreResult<Vec<Person>> {
    let (name, id) = after.map_or(("", PersonId(uuid::Uuid::nil())), |place| (place.name.as_str(), place.id));
    people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::merged_into.is_null())
        .filter(lower(people::name).ge(name))
        .filter(lower(people::name).gt(name).or(people::id.gt(id)))
        .order((lower(people::name).asc(), people::id.asc()))
        .limit(limit)
        .select(of::<Person>())
        .all(conn)
}

/// Comes behind every text that begins with what stands before it.
const LAST: char = '\u{10FFFF}';

/// The people, by name, whose name or handle begins with `prefix`, or that of somebody merged into them.
///
/// The matches are gathered from the two indexes of beginnings and then put in order, so the work grows with their number.
pub fn by_prefix(
    conn: &mut Conn,
    workspace: WorkspaceId,
    prefix: &str,
    after: Option<&Place>,
    limit: i64,
) -> StoreResult<Vec<Person>> {
    let from = prefix.to_ascii_lowercase();
    let to = format!("{from}{LAST}");
    let (name, id) = after.map_or(("", PersonId(uuid::Uuid::nil())), |place| (place.name.as_str(), place.id));
    let found: Vec<PersonRow> = sql("WITH found AS (SELECT p.effective_id AS id FROM people p WHERE p.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND lower(p.name) >= ")
        .bind::<Text, _>(&from)
        .sql(" AND lower(p.name) < ")
        .bind::<Text, _>(&to)
        .sql(" UNION SELECT q.effective_id FROM identities i CROSS JOIN people q WHERE q.workspace_id = i.workspace_id AND q.id = i.person_id AND i.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND lower(i.handle) >= ")
        .bind::<Text, _>(&from)
        .sql(" AND lower(i.handle) < ")
        .bind::<Text, _>(&to)
        // CROSS JOIN keeps SQLite from walking all people in the order of their names.
        .sql(") SELECT e.id FROM found CROSS JOIN people e WHERE e.id = found.id AND e.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND (lower(e.name) > ")
        .bind::<Text, _>(name)
        .sql(" OR (lower(e.name) = ")
        .bind::<Text, _>(name)
        .sql(" AND e.id > ")
        .bind::<Id, _>(id)
        .sql(")) ORDER BY lower(e.name), e.id LIMIT ")
        .bind::<BigInt, _>(limit)
        .all(conn)?;
    let ids: Vec<PersonId> = found.into_iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut people: Vec<Person> = people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.eq_any(ids))
        .select(of::<Person>())
        .all(conn)?;
    people.sort_by_cached_key(Place::of);
    Ok(people)
}

#[derive(QueryableByName)]
struct PersonRow {
    #[diesel(sql_type = Id)]
    id: PersonId,
}

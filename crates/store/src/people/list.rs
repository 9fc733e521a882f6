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
    let found: Vec<PersonRow> = sql("SELECT id FROM people WHERE workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND merged_into IS NULL AND id IN (SELECT p.effective_id FROM people p WHERE p.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND lower(p.name) >= ")
        .bind::<Text, _>(&from)
        .sql(" AND lower(p.name) < ")
        .bind::<Text, _>(&to)
        .sql(" UNION SELECT q.effective_id FROM identities i JOIN people q ON q.workspace_id = i.workspace_id AND q.id = i.person_id WHERE i.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND lower(i.handle) >= ")
        .bind::<Text, _>(&from)
        .sql(" AND lower(i.handle) < ")
        .bind::<Text, _>(&to)
        .sql(") AND (lower(name) > ")
        .bind::<Text, _>(name)
        .sql(" OR (lower(name) = ")
        .bind::<Text, _>(name)
        .sql(" AND id > ")
        .bind::<Id, _>(id)
        .sql(")) ORDER BY lower(name), id LIMIT ")
        .bind::<BigInt, _>(limit)
        .all(conn)?;
    let ids: Vec<PersonId> = found.into_iter().map(|row| row.id).collect();
    people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.eq_any(ids))
        .order((lower(people::name).asc(), people::id.asc()))
        .select(of::<Person>())
        .all(conn)
}

#[derive(QueryableByName)]
struct PersonRow {
    #[diesel(sql_type = Id)]
    id: PersonId,
}

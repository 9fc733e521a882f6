//! People, their identities, and whether they asked to stop.

mod list;
mod merge;
mod opt_outs;
mod timeline;

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{IdentityId, PersonId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::{identities, identity_handles, people};

pub use list::{Place, by_name, by_prefix};
pub use merge::{Overlap, change_counts, merge, overlap, unmerge};
pub use opt_outs::{NewOptOut, OptOut, add_opt_outs, enforce_again, in_force, revoke};
pub use timeline::{
    FollowUpEntry, MessageEntry, RequestEntry, TimeKey, ToldEntry, follow_ups, messages, requests, told,
};

/// A human with one or more identities.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = people, treat_none_as_default_value = false)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// What they call themself.
    pub name: String,
    /// The person that they were merged into.
    pub merged_into: Option<PersonId>,
    /// Where the merges end; its own id if it is not merged.
    pub effective_id: PersonId,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Goes up with each change.
    pub version: i64,
}

/// Somebody on a network, as people show them.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = identities)]
pub struct IdentityRow {
    /// Its id.
    pub id: IdentityId,
    /// The person it belongs to, before merges.
    pub person_id: PersonId,
    /// The network.
    pub network: String,
    /// The stable id that the network gave.
    pub external_id: String,
    /// The handle now.
    pub handle: String,
    /// The name now.
    pub name: String,
    /// When the account was found to be gone.
    pub gone_at: Option<Timestamp>,
}

/// One person.
pub fn find(conn: &mut Conn, workspace: WorkspaceId, id: PersonId) -> StoreResult<Option<Person>> {
    people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.eq(id))
        .select(of::<Person>())
        .maybe(conn)
}

/// Everybody who was merged into an effective person, directly or not, by name.
pub fn merged_into(conn: &mut Conn, workspace: WorkspaceId, effective: PersonId) -> StoreResult<Vec<Person>> {
    merged_into_any(conn, workspace, &[effective])
}

/// Everybody who was merged into one of some effective people, directly or not, by name.
pub fn merged_into_any(
    conn: &mut Conn,
    workspace: WorkspaceId,
    effective: &[PersonId],
) -> StoreResult<Vec<Person>> {
    people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::effective_id.eq_any(effective))
        .filter(people::merged_into.is_not_null())
        .order((people::name.asc(), people::id.asc()))
        .select(of::<Person>())
        .all(conn)
}

/// Gives a person another name.
pub fn rename(
    conn: &mut Conn,
    workspace: WorkspaceId,
    id: PersonId,
    name: &str,
    at: Timestamp,
) -> StoreResult<()> {
    diesel::update(people::table)
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.eq(id))
        .set((people::name.eq(name), people::updated_at.eq(at), people::version.eq(people::version + 1)))
        .run(conn)
        .map(drop)
}

/// The identities of some people, by network and handle.
pub fn identities_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    people: &[PersonId],
) -> StoreResult<Vec<IdentityRow>> {
    let mut rows: Vec<IdentityRow> = identities::table
        .filter(identities::workspace_id.eq(workspace))
        .filter(identities::person_id.eq_any(people))
        .select(of::<IdentityRow>())
        .all(conn)?;
    // An ORDER BY would lead SQLite to the unique key, which holds the networks in order, and to all of its rows.
    rows.sort_by(|a, b| (&a.network, &a.handle, a.id).cmp(&(&b.network, &b.handle, b.id)));
    Ok(rows)
}

/// The handles that some identities had before, the latest first.
pub fn former_handles(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[IdentityId],
) -> StoreResult<HashMap<IdentityId, Vec<String>>> {
    let rows: Vec<(IdentityId, String)> = identity_handles::table
        .filter(identity_handles::workspace_id.eq(workspace))
        .filter(identity_handles::identity_id.eq_any(ids))
        .order((identity_handles::seen_until.desc(), identity_handles::handle.asc()))
        .select((identity_handles::identity_id, identity_handles::handle))
        .all(conn)?;
    let mut handles: HashMap<IdentityId, Vec<String>> = HashMap::new();
    for (id, handle) in rows {
        handles.entry(id).or_default().push(handle);
    }
    Ok(handles)
}

//! Identities as messages bring them: who is known, who is new, who has another handle now.

use std::collections::HashMap;

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::{IdentityId, PersonId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::dynamic::planned_anew;
use crate::schema::{identities, identity_handles, messages, people};

/// Somebody on a network.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = identities, treat_none_as_default_value = false)]
pub struct Identity {
    /// Its id.
    pub id: IdentityId,
    /// The person behind it, before merges.
    pub person_id: PersonId,
    /// The network.
    pub network: String,
    /// The stable id that the network gave.
    pub external_id: String,
    /// What it is called there.
    pub handle: String,
    /// What it calls itself.
    pub name: String,
    /// When handle and name were seen, as a time of the fact.
    pub seen_at: Timestamp,
    /// When the account was found to be gone.
    pub gone_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When the row was last changed.
    pub updated_at: Timestamp,
}

/// An identity and the person it ends at after merges.
pub type Known = (Identity, PersonId);

/// A handle that an identity had until a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Insertable)]
#[diesel(table_name = identity_handles, treat_none_as_default_value = false)]
pub struct FormerHandle {
    /// The identity.
    pub identity_id: IdentityId,
    /// The handle.
    pub handle: String,
    /// Until when it was seen.
    pub seen_until: Timestamp,
}

/// Those identities of a network that are known.
pub fn known(
    conn: &mut Conn,
    workspace: WorkspaceId,
    network: &str,
    external_ids: &[&str],
) -> StoreResult<Vec<Known>> {
    let query =
        identities::table
            .inner_join(people::table.on(
                people::workspace_id.eq(identities::workspace_id).and(people::id.eq(identities::person_id)),
            ))
            .filter(identities::workspace_id.eq(workspace))
            .filter(identities::network.eq(network))
            .filter(identities::external_id.eq_any(external_ids))
            .select((of::<Identity>(), people::effective_id));
    planned_anew(query).all(conn)
}

/// Identities by their ids.
pub fn by_ids(conn: &mut Conn, workspace: WorkspaceId, ids: &[IdentityId]) -> StoreResult<Vec<Known>> {
    identities::table
        .inner_join(
            people::table.on(people::workspace_id
                .eq(identities::workspace_id)
                .and(people::id.eq(identities::person_id))),
        )
        .filter(identities::workspace_id.eq(workspace))
        .filter(identities::id.eq_any(ids))
        .select((of::<Identity>(), people::effective_id))
        .all(conn)
}

/// The identities with a handle, on any network.
pub fn with_handle(conn: &mut Conn, workspace: WorkspaceId, handle: &str) -> StoreResult<Vec<IdentityId>> {
    identities::table
        .filter(identities::workspace_id.eq(workspace))
        .filter(identities::handle.eq(handle))
        .order(identities::id.asc())
        .limit(MOST_OF_ONE_AUTHOR)
        .select(identities::id)
        .all(conn)
}

/// More identities than this are not one author to filter by.
const MOST_OF_ONE_AUTHOR: i64 = 100;

/// All identities of a person and of everybody who is the same person after merges.
pub fn of_person(conn: &mut Conn, workspace: WorkspaceId, person: PersonId) -> StoreResult<Vec<IdentityId>> {
    let itself = people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.eq(person))
        .select(people::effective_id)
        .maybe::<PersonId>(conn)?;
    let Some(effective) = itself else { return Ok(Vec::new()) };
    let mut everyone: Vec<PersonId> = people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::effective_id.eq(effective))
        .filter(people::merged_into.is_not_null())
        .select(people::id)
        .all(conn)?;
    everyone.push(effective);
    identities::table
        .filter(identities::workspace_id.eq(workspace))
        .filter(identities::person_id.eq_any(everyone))
        .order(identities::id.asc())
        .limit(MOST_OF_ONE_AUTHOR)
        .select(identities::id)
        .all(conn)
}

/// Adds a person for each identity, and the identities; how many of these were not there already. If fewer than came,
/// somebody else was faster, and the caller must roll back: the people would have no identity.
pub fn insert_with_people(conn: &mut Conn, workspace: WorkspaceId, new: &[Identity]) -> StoreResult<usize> {
    if new.is_empty() {
        return Ok(0);
    }
    let persons: Vec<_> = new
        .iter()
        .map(|identity| {
            (
                people::workspace_id.eq(workspace),
                people::id.eq(identity.person_id),
                people::name.eq(&identity.name),
                people::effective_id.eq(identity.person_id),
                people::created_at.eq(identity.created_at),
                people::updated_at.eq(identity.created_at),
            )
        })
        .collect();
    diesel::insert_into(people::table).values(persons).run(conn)?;
    let rows: Vec<_> =
        new.iter().map(|identity| (identities::workspace_id.eq(workspace), identity)).collect();
    diesel::insert_into(identities::table)
        .values(rows)
        .on_conflict((identities::workspace_id, identities::network, identities::external_id))
        .do_nothing()
        .run(conn)
}

/// When each of some identities last posted, as far as is known.
pub fn last_posts(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[IdentityId],
) -> StoreResult<HashMap<IdentityId, Timestamp>> {
    let query = messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::author_id.eq_any(ids))
        .group_by(messages::author_id)
        .select((messages::author_id, max(messages::posted_at)));
    let rows: Vec<(IdentityId, Option<Timestamp>)> = planned_anew(query).all(conn)?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}

/// Gives identities their new handles and names: an upsert, because it changes many rows by one statement.
pub fn rename(conn: &mut Conn, workspace: WorkspaceId, changed: &[Identity]) -> StoreResult<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        changed.iter().map(|identity| (identities::workspace_id.eq(workspace), identity)).collect();
    diesel::insert_into(identities::table)
        .values(rows)
        .on_conflict((identities::workspace_id, identities::id))
        .do_update()
        .set((
            identities::handle.eq(excluded(identities::handle)),
            identities::name.eq(excluded(identities::name)),
            identities::seen_at.eq(excluded(identities::seen_at)),
            identities::updated_at.eq(excluded(identities::updated_at)),
        ))
        .run(conn)
        .map(drop)
}

/// Keeps handles that identities had before.
pub fn remember_handles(conn: &mut Conn, workspace: WorkspaceId, former: &[FormerHandle]) -> StoreResult<()> {
    if former.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        former.iter().map(|handle| (identity_handles::workspace_id.eq(workspace), handle)).collect();
    diesel::insert_into(identity_handles::table).values(rows).on_conflict_do_nothing().run(conn).map(drop)
}

//! People who asked to stop. The rows never go away (law 9); a mistake is revoked, and says so.

use diesel::prelude::*;
use domain::{MemberId, OptOutId, PersonId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::opt_outs;

/// "Never again", said by a person.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = opt_outs)]
pub struct OptOut {
    /// Its id.
    pub id: OptOutId,
    /// Who said it, before merges.
    pub person_id: PersonId,
    /// In which words, or how we know.
    pub reason: String,
    /// Who recorded it.
    pub created_by: MemberId,
    /// When.
    pub created_at: Timestamp,
    /// When it was found to be a mistake.
    pub revoked_at: Option<Timestamp>,
}

/// An opt-out about to be recorded.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = opt_outs)]
pub struct NewOptOut {
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// Its id.
    pub id: OptOutId,
    /// Who said it.
    pub person_id: PersonId,
    /// In which words.
    pub reason: String,
    /// Who records it.
    pub created_by: MemberId,
    /// When.
    pub created_at: Timestamp,
}

/// The opt-outs in force of some people, the oldest first.
pub fn in_force(conn: &mut Conn, workspace: WorkspaceId, people: &[PersonId]) -> StoreResult<Vec<OptOut>> {
    opt_outs::table
        .filter(opt_outs::workspace_id.eq(workspace))
        .filter(opt_outs::person_id.eq_any(people))
        .filter(opt_outs::revoked_at.is_null())
        .order((opt_outs::created_at.asc(), opt_outs::id.asc()))
        .select(of::<OptOut>())
        .all(conn)
}

/// Records opt-outs.
pub fn add_opt_outs(conn: &mut Conn, rows: &[NewOptOut]) -> StoreResult<()> {
    diesel::insert_into(opt_outs::table).values(rows).run(conn).map(drop)
}

/// Revokes those that are in force; how many were.
pub fn revoke(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[OptOutId],
    at: Timestamp,
) -> StoreResult<usize> {
    diesel::update(opt_outs::table)
        .filter(opt_outs::workspace_id.eq(workspace))
        .filter(opt_outs::id.eq_any(ids))
        .filter(opt_outs::revoked_at.is_null())
        .set(opt_outs::revoked_at.eq(at))
        .run(conn)
}

/// Brings revoked ones into force again, but for people who have another in force; how many.
pub fn enforce_again(conn: &mut Conn, workspace: WorkspaceId, ids: &[OptOutId]) -> StoreResult<usize> {
    let people: Vec<PersonId> = opt_outs::table
        .filter(opt_outs::workspace_id.eq(workspace))
        .filter(opt_outs::id.eq_any(ids))
        .select(opt_outs::person_id)
        .all(conn)?;
    let barred: Vec<PersonId> =
        in_force(conn, workspace, &people)?.into_iter().map(|row| row.person_id).collect();
    diesel::update(opt_outs::table)
        .filter(opt_outs::workspace_id.eq(workspace))
        .filter(opt_outs::id.eq_any(ids))
        .filter(opt_outs::revoked_at.is_not_null())
        .filter(opt_outs::person_id.ne_all(barred))
        .set(opt_outs::revoked_at.eq(None::<Timestamp>))
        .run(conn)
}

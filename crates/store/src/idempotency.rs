//! Answers to writes that carried an `Idempotency-Key`, kept in the transaction of their effect.

use diesel::prelude::*;
use domain::{MemberId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::idempotency_keys as keys;

/// The first answer to a key.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = keys)]
pub struct Answer {
    /// SHA-256 of the request that it answers, in hex.
    pub request_hash: String,
    /// The HTTP status.
    pub status: i64,
    /// The body.
    pub body: String,
    /// When it was given.
    pub created_at: Timestamp,
}

/// The answer that was given to a key of a member.
pub fn find(
    conn: &mut Conn,
    workspace: WorkspaceId,
    member: MemberId,
    key: &str,
) -> StoreResult<Option<Answer>> {
    keys::table
        .filter(keys::workspace_id.eq(workspace))
        .filter(keys::member_id.eq(member))
        .filter(keys::key.eq(key))
        .select(of::<Answer>())
        .maybe(conn)
}

/// Keeps the answer to a key. Fails on a key that has one.
pub fn keep(
    conn: &mut Conn,
    workspace: WorkspaceId,
    member: MemberId,
    key: &str,
    answer: &Answer,
) -> StoreResult<()> {
    diesel::insert_into(keys::table)
        .values((
            keys::workspace_id.eq(workspace),
            keys::member_id.eq(member),
            keys::key.eq(key),
            keys::request_hash.eq(&answer.request_hash),
            keys::status.eq(answer.status),
            keys::body.eq(&answer.body),
            keys::created_at.eq(answer.created_at),
        ))
        .run(conn)
        .map(drop)
}

/// Forgets one answer of a member that is older than `before`, so that its key can be used again.
pub fn forget(conn: &mut Conn, workspace: WorkspaceId, member: MemberId, key: &str) -> StoreResult<()> {
    diesel::delete(keys::table)
        .filter(keys::workspace_id.eq(workspace))
        .filter(keys::member_id.eq(member))
        .filter(keys::key.eq(key))
        .run(conn)
        .map(drop)
}

/// Forgets the answers given before a time; how many.
pub fn purge(conn: &mut Conn, workspace: WorkspaceId, before: Timestamp) -> StoreResult<usize> {
    diesel::delete(keys::table)
        .filter(keys::workspace_id.eq(workspace))
        .filter(keys::created_at.lt(before))
        .run(conn)
}

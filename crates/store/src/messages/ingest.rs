//! The hot path: messages in, by sets. The caller brings every set in one order, so that writers never wait in a circle.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::{MessageId, Timestamp, WorkspaceId};

use super::Message;
use crate::conn::{Conn, Run, StoreResult, of};
use crate::dynamic::planned_anew;
use crate::schema::{message_versions, messages};

/// A text that a message had before an edit.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = message_versions, treat_none_as_default_value = false)]
pub struct NewVersion {
    /// The message.
    pub message_id: MessageId,
    /// 1 for the first text.
    pub n: i64,
    /// The text.
    pub text: String,
    /// When another took its place.
    pub replaced_at: Timestamp,
}

/// Those messages of a network that are known.
pub fn known(
    conn: &mut Conn,
    workspace: WorkspaceId,
    network: &str,
    external_ids: &[&str],
) -> StoreResult<Vec<Message>> {
    let query = messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::network.eq(network))
        .filter(messages::external_id.eq_any(external_ids))
        .select(of::<Message>());
    planned_anew(query).all(conn)
}

/// Messages as they are now, held until the transaction ends: on PostgreSQL others wait, on SQLite nobody else writes.
pub fn lock(conn: &mut Conn, workspace: WorkspaceId, ids: &[MessageId]) -> StoreResult<Vec<Message>> {
    let rows = messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::id.eq_any(ids))
        .order(messages::id.asc())
        .select(of::<Message>());
    match conn {
        Conn::Sqlite(c) => Ok(rows.load(c)?),
        Conn::Postgres(c) => Ok(planned_anew(rows.for_no_key_update()).load(c)?),
    }
}

/// Adds messages; how many were not there already.
pub fn insert(conn: &mut Conn, workspace: WorkspaceId, new: &[&Message]) -> StoreResult<usize> {
    if new.is_empty() {
        return Ok(0);
    }
    let rows: Vec<_> = new
        .iter()
        .map(|message| {
            (
                messages::workspace_id.eq(workspace),
                messages::id.eq(message.id),
                messages::network.eq(&message.network),
                messages::external_id.eq(&message.external_id),
                messages::url.eq(&message.url),
                messages::author_id.eq(message.author_id),
                messages::text.eq(&message.text),
                messages::posted_at.eq(message.posted_at),
                messages::parent_external_id.eq(&message.parent_external_id),
                messages::thread_key.eq(&message.thread_key),
                messages::ours.eq(message.ours),
                messages::state.eq(message.state),
                messages::disposition.eq(message.disposition),
                messages::reason.eq(&message.reason),
                messages::done_at.eq(message.done_at),
                messages::edited_at.eq(message.edited_at),
                messages::created_at.eq(message.created_at),
                messages::updated_at.eq(message.updated_at),
            )
        })
        .collect();
    diesel::insert_into(messages::table)
        .values(rows)
        .on_conflict((messages::workspace_id, messages::network, messages::external_id))
        .do_nothing()
        .run(conn)
}

/// Saves what a later delivery changed in messages that [`lock`] holds: an upsert, because it changes many rows by one
/// statement.
pub fn save(conn: &mut Conn, workspace: WorkspaceId, changed: &[Message]) -> StoreResult<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        changed.iter().map(|message| (messages::workspace_id.eq(workspace), message)).collect();
    diesel::insert_into(messages::table)
        .values(rows)
        .on_conflict((messages::workspace_id, messages::id))
        .do_update()
        .set((
            messages::url.eq(excluded(messages::url)),
            messages::text.eq(excluded(messages::text)),
            messages::parent_external_id.eq(excluded(messages::parent_external_id)),
            messages::thread_key.eq(excluded(messages::thread_key)),
            messages::state.eq(excluded(messages::state)),
            messages::disposition.eq(excluded(messages::disposition)),
            messages::reason.eq(excluded(messages::reason)),
            messages::done_at.eq(excluded(messages::done_at)),
            messages::done_by.eq(excluded(messages::done_by)),
            messages::edited_at.eq(excluded(messages::edited_at)),
            messages::updated_at.eq(excluded(messages::updated_at)),
            messages::version.eq(excluded(messages::version)),
        ))
        .run(conn)
        .map(drop)
}

/// Keeps earlier texts.
pub fn add_versions(conn: &mut Conn, workspace: WorkspaceId, versions: &[NewVersion]) -> StoreResult<()> {
    if versions.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> =
        versions.iter().map(|version| (message_versions::workspace_id.eq(workspace), version)).collect();
    diesel::insert_into(message_versions::table).values(rows).run(conn).map(drop)
}

/// Holds off other writers who bring replies, until the transaction ends: two halves of one thread that arrive at once
/// must see each other. SQLite has one writer and needs no lock.
pub fn lock_threads(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<()> {
    conn.lock_threads(workspace)
}

/// The roots of the threads of some messages of a network, by the messages' external ids.
pub fn thread_keys(
    conn: &mut Conn,
    workspace: WorkspaceId,
    network: &str,
    external_ids: &[&str],
) -> StoreResult<HashMap<String, String>> {
    let query = messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::network.eq(network))
        .filter(messages::external_id.eq_any(external_ids))
        .select((messages::external_id, messages::thread_key));
    let rows: Vec<(String, String)> = planned_anew(query).all(conn)?;
    Ok(rows.into_iter().collect())
}

/// The messages of a network whose threads have one of some roots.
pub fn rooted_at(
    conn: &mut Conn,
    workspace: WorkspaceId,
    network: &str,
    roots: &[&str],
) -> StoreResult<Vec<MessageId>> {
    let query = messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::network.eq(network))
        .filter(messages::thread_key.eq_any(roots))
        .select(messages::id);
    planned_anew(query).all(conn)
}

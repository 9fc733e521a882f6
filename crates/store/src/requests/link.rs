//! Linking messages to features.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{FeatureId, MessageId, PersonId, RequestId, Timestamp, WorkspaceId};

use super::Request;
use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::{features, follow_up_items, identities, messages, people, requests};

/// Who speaks in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The message.
    pub message: MessageId,
    /// The person behind the author, before merges.
    pub person: PersonId,
    /// The person after merges.
    pub effective: PersonId,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// Whether it is a message of ours.
    pub ours: bool,
}

/// How many rows one statement takes.
const BATCH: usize = 1_000;

/// Who speaks in one message.
pub fn asker(conn: &mut Conn, workspace: WorkspaceId, message: MessageId) -> StoreResult<Option<Asker>> {
    Ok(askers(conn, workspace, &[message])?.pop())
}

/// Who speaks in each of some messages.
pub fn askers(conn: &mut Conn, workspace: WorkspaceId, ids: &[MessageId]) -> StoreResult<Vec<Asker>> {
    let mut found = Vec::new();
    for batch in ids.chunks(BATCH) {
        let rows: Vec<(MessageId, PersonId, PersonId, Timestamp, bool)> = messages::table
            .inner_join(
                identities::table.on(identities::workspace_id
                    .eq(messages::workspace_id)
                    .and(identities::id.eq(messages::author_id))),
            )
            .inner_join(people::table.on(
                people::workspace_id.eq(identities::workspace_id).and(people::id.eq(identities::person_id)),
            ))
            .filter(messages::workspace_id.eq(workspace))
            .filter(messages::id.eq_any(batch))
            .select((messages::id, people::id, people::effective_id, messages::posted_at, messages::ours))
            .all(conn)?;
        found.extend(rows.into_iter().map(|(message, person, effective, posted_at, ours)| Asker {
            message,
            person,
            effective,
            posted_at,
            ours,
        }));
    }
    Ok(found)
}

/// Where each of some features counts after merges.
pub fn effective_features(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[FeatureId],
) -> StoreResult<HashMap<FeatureId, FeatureId>> {
    let mut effective = HashMap::new();
    for batch in ids.chunks(BATCH) {
        let rows: Vec<(FeatureId, FeatureId)> = features::table
            .filter(features::workspace_id.eq(workspace))
            .filter(features::id.eq_any(batch))
            .select((features::id, features::effective_id))
            .all(conn)?;
        effective.extend(rows);
    }
    Ok(effective)
}

/// Who each of some people is after merges.
pub fn effective_people(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[PersonId],
) -> StoreResult<HashMap<PersonId, PersonId>> {
    let mut effective = HashMap::new();
    for batch in ids.chunks(BATCH) {
        let rows: Vec<(PersonId, PersonId)> = people::table
            .filter(people::workspace_id.eq(workspace))
            .filter(people::id.eq_any(batch))
            .select((people::id, people::effective_id))
            .all(conn)?;
        effective.extend(rows);
    }
    Ok(effective)
}

/// Adds those requests whose message is not linked to their feature yet; those that were added.
pub fn insert_new(conn: &mut Conn, workspace: WorkspaceId, new: &[Request]) -> StoreResult<Vec<Request>> {
    let mut added = Vec::new();
    for batch in new.chunks(BATCH) {
        let rows: Vec<_> =
            batch.iter().map(|request| (requests::workspace_id.eq(workspace), request)).collect();
        let inserted: Vec<Request> = diesel::insert_into(requests::table)
            .values(rows)
            .on_conflict((requests::workspace_id, requests::message_id, requests::feature_id))
            .do_nothing()
            .returning(of::<Request>())
            .all(conn)?;
        added.extend(inserted);
    }
    Ok(added)
}

/// Whether an item of a follow-up answers this request.
pub fn held_by_item(conn: &mut Conn, workspace: WorkspaceId, id: RequestId) -> StoreResult<bool> {
    let item: Option<FeatureId> = follow_up_items::table
        .filter(follow_up_items::workspace_id.eq(workspace))
        .filter(follow_up_items::request_id.eq(id))
        .select(follow_up_items::feature_id)
        .limit(1)
        .maybe(conn)?;
    Ok(item.is_some())
}

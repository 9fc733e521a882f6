//! What belongs to messages, for many at once.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::state::RequestKind;
use domain::{FeatureId, MessageId, PersonId, RequestId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::{features, message_tags, message_versions, requests, tags};

/// A request that a message holds.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct LinkedRequest {
    /// Its id.
    pub id: RequestId,
    /// The message.
    pub message_id: MessageId,
    /// The feature, before merges.
    pub feature_id: FeatureId,
    /// The person, before merges.
    pub person_id: PersonId,
    /// What the person says about the feature.
    pub kind: RequestKind,
    /// The words that ask.
    pub quote: String,
    /// A remark of ours.
    pub note: String,
    /// When the person asked.
    pub asked_at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
}

/// A text that a message had before.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = message_versions)]
pub struct Version {
    /// The text.
    pub text: String,
    /// When another took its place.
    pub replaced_at: Timestamp,
}

/// The names of the tags of some messages, each list in order.
pub fn tags_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[MessageId],
) -> StoreResult<HashMap<MessageId, Vec<String>>> {
    let rows: Vec<(MessageId, String)> = message_tags::table
        .inner_join(
            tags::table
                .on(tags::workspace_id.eq(message_tags::workspace_id).and(tags::id.eq(message_tags::tag_id))),
        )
        .filter(message_tags::workspace_id.eq(workspace))
        .filter(message_tags::message_id.eq_any(ids))
        .order(tags::name.asc())
        .select((message_tags::message_id, tags::name))
        .all(conn)?;
    Ok(grouped(rows))
}

/// The requests of some messages with the titles of their features, each list in the order in which they were made.
pub fn requests_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[MessageId],
) -> StoreResult<HashMap<MessageId, Vec<(LinkedRequest, String)>>> {
    let rows: Vec<(LinkedRequest, String)> =
        requests::table
            .inner_join(features::table.on(
                features::workspace_id.eq(requests::workspace_id).and(features::id.eq(requests::feature_id)),
            ))
            .filter(requests::workspace_id.eq(workspace))
            .filter(requests::message_id.eq_any(ids))
            .order((requests::created_at.asc(), requests::id.asc()))
            .select((of::<LinkedRequest>(), features::title))
            .all(conn)?;
    Ok(grouped(rows.into_iter().map(|row| (row.0.message_id, row))))
}

/// How many earlier texts each of some messages has; nothing for those that have none.
pub fn version_counts(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[MessageId],
) -> StoreResult<HashMap<MessageId, i64>> {
    let rows: Vec<(MessageId, i64)> = message_versions::table
        .filter(message_versions::workspace_id.eq(workspace))
        .filter(message_versions::message_id.eq_any(ids))
        .group_by(message_versions::message_id)
        .select((message_versions::message_id, count_star()))
        .all(conn)?;
    Ok(rows.into_iter().collect())
}

/// The earlier texts of one message, oldest first.
pub fn former_texts(conn: &mut Conn, workspace: WorkspaceId, id: MessageId) -> StoreResult<Vec<Version>> {
    message_versions::table
        .filter(message_versions::workspace_id.eq(workspace))
        .filter(message_versions::message_id.eq(id))
        .order(message_versions::n.asc())
        .select(of::<Version>())
        .all(conn)
}

fn grouped<T>(rows: impl IntoIterator<Item = (MessageId, T)>) -> HashMap<MessageId, Vec<T>> {
    let mut groups: HashMap<MessageId, Vec<T>> = HashMap::new();
    for (id, item) in rows {
        groups.entry(id).or_default().push(item);
    }
    groups
}

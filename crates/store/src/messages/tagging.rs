//! The tags of a message.

use diesel::prelude::*;
use domain::{MessageId, TagId, Timestamp, WorkspaceId};

use super::Message;
use crate::conn::{Conn, Run, StoreResult};
use crate::schema::{message_tags, messages};

/// The tags that a message has.
pub fn tag_ids(conn: &mut Conn, workspace: WorkspaceId, id: MessageId) -> StoreResult<Vec<TagId>> {
    message_tags::table
        .filter(message_tags::workspace_id.eq(workspace))
        .filter(message_tags::message_id.eq(id))
        .select(message_tags::tag_id)
        .all(conn)
}

/// Gives a message exactly these tags.
pub fn set_tags(
    conn: &mut Conn,
    workspace: WorkspaceId,
    message: &Message,
    tags: &[TagId],
    now: Timestamp,
) -> StoreResult<()> {
    diesel::delete(message_tags::table)
        .filter(message_tags::workspace_id.eq(workspace))
        .filter(message_tags::message_id.eq(message.id))
        .filter(message_tags::tag_id.ne_all(tags))
        .run(conn)?;
    let rows: Vec<_> = tags
        .iter()
        .map(|tag| {
            (
                message_tags::workspace_id.eq(workspace),
                message_tags::tag_id.eq(*tag),
                message_tags::message_id.eq(message.id),
                message_tags::posted_at.eq(message.posted_at),
            )
        })
        .collect();
    diesel::insert_into(message_tags::table).values(rows).on_conflict_do_nothing().run(conn)?;
    diesel::update(messages::table)
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::id.eq(message.id))
        .set((messages::updated_at.eq(now), messages::version.eq(messages::version + 1)))
        .run(conn)
        .map(drop)
}

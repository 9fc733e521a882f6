//! How much waits: counts for those who run Getback, each from one range of an index. States are counted one by one: asked
//! for several, PostgreSQL may read the whole index, with everybody who was ever told.

use diesel::prelude::*;
use domain::WorkspaceId;
use domain::state::{FollowUpState, MessageState};

use crate::conn::{Conn, Run, StoreResult};
use crate::schema::{follow_ups, messages};

/// How many follow-ups of a workspace are in a state.
pub fn follow_ups(conn: &mut Conn, workspace: WorkspaceId, state: FollowUpState) -> StoreResult<i64> {
    follow_ups::table
        .filter(follow_ups::workspace_id.eq(workspace))
        .filter(follow_ups::state.eq(state))
        .count()
        .one(conn)
}

/// How many messages of a workspace are in a state.
pub fn messages(conn: &mut Conn, workspace: WorkspaceId, state: MessageState) -> StoreResult<i64> {
    messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::state.eq(state))
        .count()
        .one(conn)
}

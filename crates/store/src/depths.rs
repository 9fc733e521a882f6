//! How much waits: counts for those who run Getback, each from one range of an index.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::WorkspaceId;
use domain::state::{FollowUpState, MessageState};

use crate::conn::{Conn, Run, StoreResult};
use crate::schema::{follow_ups, messages};

/// How many follow-ups of a workspace are in each state in which something is still to be done.
pub fn live_follow_ups(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<Vec<(FollowUpState, i64)>> {
    let live = FollowUpState::ALL.iter().copied().filter(|state| state.is_live());
    follow_ups::table
        .filter(follow_ups::workspace_id.eq(workspace))
        .filter(follow_ups::state.eq_any(live.collect::<Vec<_>>()))
        .group_by(follow_ups::state)
        .select((follow_ups::state, count_star()))
        .all(conn)
}

/// How many messages of a workspace wait to be settled, by state.
pub fn open_messages(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<Vec<(MessageState, i64)>> {
    messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::state.eq_any([MessageState::New, MessageState::Claimed]))
        .group_by(messages::state)
        .select((messages::state, count_star()))
        .all(conn)
}

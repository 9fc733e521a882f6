//! How much waits in the whole installation: numbers without names, for those who run it.

use std::collections::BTreeMap;

use domain::state::{FollowUpState, MessageState};

use crate::context::App;
use crate::error::{Error, Result};

/// What waits, by state.
#[derive(Clone, Debug, Default)]
pub struct Depths {
    /// Follow-ups with something still to be done.
    pub follow_ups: BTreeMap<FollowUpState, i64>,
    /// Messages that nobody has settled.
    pub messages: BTreeMap<MessageState, i64>,
}

/// Counts what waits, workspace by workspace; a state without anything counts 0.
pub fn depths(app: &App) -> Result<Depths> {
    let live = FollowUpState::ALL.iter().copied().filter(|state| state.is_live());
    let mut depths = Depths {
        follow_ups: live.map(|state| (state, 0)).collect(),
        messages: [(MessageState::New, 0), (MessageState::Claimed, 0)].into(),
    };
    app.db().read(|conn| {
        for workspace in store::members::workspaces(conn)? {
            for (state, count) in store::depths::live_follow_ups(conn, workspace.id)? {
                *depths.follow_ups.entry(state).or_default() += count;
            }
            for (state, count) in store::depths::open_messages(conn, workspace.id)? {
                *depths.messages.entry(state).or_default() += count;
            }
        }
        Ok::<_, Error>(depths)
    })
}

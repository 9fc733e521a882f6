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

/// Counts what waits, workspace by workspace.
pub fn depths(app: &App) -> Result<Depths> {
    let live: Vec<FollowUpState> =
        FollowUpState::ALL.iter().copied().filter(|state| state.is_live()).collect();
    let mut depths = Depths::default();
    app.db().read(|conn| {
        for workspace in store::members::workspaces(conn)? {
            for state in &live {
                let count = store::depths::follow_ups(conn, workspace.id, *state)?;
                *depths.follow_ups.entry(*state).or_default() += count;
            }
            for state in [MessageState::New, MessageState::Claimed] {
                let count = store::depths::messages(conn, workspace.id, state)?;
                *depths.messages.entry(state).or_default() += count;
            }
        }
        Ok::<_, Error>(depths)
    })
}

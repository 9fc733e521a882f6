//! Measures the loop: from a message to its answer, from an ask to a release, from a release to hearing back.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::state::{FollowUpState, ItemState};
use store::reports::{Ages, Answers, Month, Period, Waiting, Wanted};

use crate::context::View;
use crate::error::Result;

/// The numbers of a period.
#[derive(Clone, Debug)]
pub struct LoopReport {
    /// The period.
    pub period: Period,
    /// What became of the messages posted in it.
    pub answers: Answers,
    /// The median of seconds to the first answer, over those that have one.
    pub first_answer: Option<f64>,
    /// The messages that nobody has settled now, by age.
    pub open: Ages,
    /// The features that most people ask for now.
    pub most_wanted: Vec<Wanted>,
    /// The asks of the period by month.
    pub months: Vec<Month>,
    /// What became of the people owed word of what shipped in the period; one person and one feature count once.
    pub items: BTreeMap<ItemState, i64>,
    /// The median of seconds from the ask to the release.
    pub ask_to_ship: Option<f64>,
    /// The median of seconds from the release to telling.
    pub ship_to_told: Option<f64>,
    /// Whoever has waited longest for word of something that is out, now.
    pub oldest_untold: Option<Waiting>,
}

/// How many of the most wanted features are shown.
const MOST_WANTED: i64 = 10;
const DAY: Duration = Duration::from_hours(24);

/// Measures a period.
pub fn measure(view: &mut View<'_>, period: Period) -> Result<LoopReport> {
    let bounds = [view.now - DAY, view.now - DAY * 7, view.now - DAY * 30];
    let (conn, workspace) = (&mut *view.conn, view.workspace);
    let mut waiting: Option<Waiting> = None;
    for state in FollowUpState::ALL.iter().copied().filter(|state| state.is_live()) {
        let next = store::reports::longest_waiting(conn, workspace, state)?;
        waiting = waiting.into_iter().chain(next).min_by_key(|one| (one.asked_at, one.follow_up_id));
    }
    Ok(LoopReport {
        period,
        answers: store::reports::answers(conn, workspace, period)?,
        first_answer: store::reports::first_answer(conn, workspace, period)?,
        open: store::reports::ages(conn, workspace, bounds)?,
        most_wanted: store::reports::most_wanted(conn, workspace, MOST_WANTED)?,
        months: store::reports::asks_by_month(conn, workspace, period)?,
        items: store::reports::items_by_state(conn, workspace, period)?.into_iter().collect(),
        ask_to_ship: store::reports::ask_to_ship(conn, workspace, period)?,
        ship_to_told: store::reports::ship_to_told(conn, workspace, period)?,
        oldest_untold: waiting,
    })
}

impl LoopReport {
    /// How many of the items are in a state.
    pub fn items_in(&self, state: ItemState) -> i64 {
        self.items.get(&state).copied().unwrap_or(0)
    }
}

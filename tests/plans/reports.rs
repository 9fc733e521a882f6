//! The queries of the report and of the metrics.

use domain::state::{FollowUpState, MessageState};
use domain::{Timestamp, WorkspaceId};
use store::depths;
use store::reports::{self, Period};
use testkit::{TestDb, plans};
use uuid::Uuid;

const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(1));

#[test]
fn every_number_walks_a_part_of_an_index() {
    let db = TestDb::filled();
    let period = Period { from: Timestamp(0), to: Timestamp(1_600_000_000_000_000) };
    let plans = plans(&db, |conn| {
        reports::answers(conn, WORKSPACE, period)?;
        reports::first_answer(conn, WORKSPACE, period)?;
        reports::ages(conn, WORKSPACE, [Timestamp(3), Timestamp(2), Timestamp(1)])?;
        reports::asks_by_month(conn, WORKSPACE, period)?;
        depths::follow_ups(conn, WORKSPACE, FollowUpState::Open)?;
        depths::messages(conn, WORKSPACE, MessageState::New).map(drop)
    });
    for plan in plans {
        plan.expect_keys();
    }
}

#[test]
fn the_first_of_a_list_is_its_first_entry() {
    let db = TestDb::filled();
    let plans = plans(&db, |conn| {
        reports::most_wanted(conn, WORKSPACE, 10)?;
        reports::longest_waiting(conn, WORKSPACE, FollowUpState::Open).map(drop)
    });
    plans[0].expect_order_of("features_by_demand");
    plans[1].expect_order_of("follow_ups_");
}

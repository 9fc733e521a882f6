//! The queries about requests.

use domain::state::RequestKind;
use domain::{FeatureId, MessageId, PersonId, RequestId, Timestamp, WorkspaceId};
use store::requests::{self, RequestQuery};
use testkit::{Plan, TestDb, plans};
use uuid::Uuid;

const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(1));

fn planned(db: &TestDb, query: &RequestQuery) -> Vec<Plan> {
    let after = Some((Timestamp(0), RequestId(Uuid::from_u128(2))));
    plans(db, |conn| {
        requests::list(conn, WORKSPACE, query, None, 51)?;
        requests::list(conn, WORKSPACE, query, after, 51).map(drop)
    })
}

#[test]
fn every_filter_has_its_index() {
    let db = TestDb::filled();
    let features = Some(vec![FeatureId(Uuid::from_u128(3)), FeatureId(Uuid::from_u128(4))]);
    let people = Some(vec![PersonId(Uuid::from_u128(5)), PersonId(Uuid::from_u128(6))]);
    let any = RequestQuery::default();
    for kind in [None, Some(RequestKind::Asks)] {
        for (query, index) in [
            (any.clone(), "requests_by_time"),
            (RequestQuery { features: features.clone(), ..any.clone() }, "requests_of_feature"),
            (RequestQuery { people: people.clone(), ..any.clone() }, "requests_by_person"),
            (
                RequestQuery { features: features.clone(), people: people.clone(), ..any.clone() },
                "requests_by_person",
            ),
        ] {
            for plan in planned(&db, &RequestQuery { kind, ..query }) {
                plan.expect_order_of(index);
            }
        }
    }
}

#[test]
fn the_few_requests_of_a_message_may_be_sorted() {
    let db = TestDb::filled();
    let query = RequestQuery { message: Some(MessageId(Uuid::from_u128(7))), ..RequestQuery::default() };
    for plan in planned(&db, &query) {
        plan.expect_keys();
    }
}

#[test]
fn linking_looks_up_what_it_needs() {
    let db = TestDb::filled();
    let message = MessageId(Uuid::from_u128(7));
    let plans = plans(&db, |conn| {
        requests::askers(conn, WORKSPACE, &[message])?;
        requests::find_link(conn, WORKSPACE, message, FeatureId(Uuid::from_u128(3)))?;
        requests::held_by_item(conn, WORKSPACE, RequestId(Uuid::from_u128(2)))?;
        requests::same_person(conn, WORKSPACE, PersonId(Uuid::from_u128(5)))?;
        requests::effective_features(conn, WORKSPACE, &[FeatureId(Uuid::from_u128(3))])?;
        requests::effective_people(conn, WORKSPACE, &[PersonId(Uuid::from_u128(5))]).map(drop)
    });
    for plan in plans {
        plan.expect_keys();
    }
}

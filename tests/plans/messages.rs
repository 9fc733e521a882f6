//! The queries about messages.

use domain::state::MessageState;
use domain::{IdentityId, MessageId, TagId, Timestamp, WorkspaceId};
use store::messages::{self, Filter, StateFilter};
use testkit::{Plan, TestDb, plans};
use uuid::Uuid;

const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(1));
const MESSAGE: MessageId = MessageId(Uuid::from_u128(7));

fn planned(db: &TestDb, filter: &Filter) -> Vec<Plan> {
    let after = Some((Timestamp(0), MESSAGE));
    plans(db, |conn| {
        messages::list(conn, WORKSPACE, filter, None, 51)?;
        messages::list(conn, WORKSPACE, filter, after, 51).map(drop)
    })
}

/// A filter by each combination of what is given.
fn filters() -> Vec<Filter> {
    let state = |state| Some(StateFilter { state, now: Timestamp(0) });
    let network = Some("x".to_owned());
    let tag = Some(TagId(Uuid::from_u128(3)));
    let authors = Some(vec![IdentityId(Uuid::from_u128(4)), IdentityId(Uuid::from_u128(5))]);
    let mut filters = Vec::new();
    for state in [None, state(MessageState::New), state(MessageState::Claimed), state(MessageState::Done)] {
        for network in [None, network.clone()] {
            for tag in [None, tag] {
                for authors in [None, authors.clone()] {
                    filters.push(Filter { state, network: network.clone(), tag, authors, words: None });
                }
            }
        }
    }
    filters
}

/// The index that gives the order: the narrowest of those that the filter allows.
fn index_of(filter: &Filter) -> &'static str {
    match filter {
        Filter { authors: Some(_), .. } => "messages_by_author",
        Filter { tag: Some(_), .. } => "message_tags_by_time",
        Filter { network: Some(_), .. } => "messages_by_network",
        Filter { state: Some(_), .. } => "messages_by_state",
        _ => "messages_by_time",
    }
}

#[test]
fn every_combination_of_filters_has_its_index() {
    let db = TestDb::filled();
    for filter in filters() {
        for plan in planned(&db, &filter) {
            plan.expect_order_of(index_of(&filter));
        }
    }
}

/// Few matches are sorted, many are met on the way through the list: either way no table is read whole.
#[test]
fn words_are_found_by_an_index() {
    let db = TestDb::filled();
    for filter in filters() {
        for plan in planned(&db, &Filter { words: messages::quoted("dark mode"), ..filter }) {
            expect_no_table_read_whole(&plan);
        }
    }
}

#[test]
fn a_thread_is_read_in_its_order() {
    let db = TestDb::filled();
    let thread = plans(&db, |conn| {
        messages::thread(conn, WORKSPACE, ("x", "1"), None, 201)?;
        messages::thread(conn, WORKSPACE, ("x", "1"), Some((Timestamp(0), MESSAGE)), 201).map(drop)
    });
    for plan in thread {
        plan.expect_order_of("messages_by_thread");
    }
}

#[test]
fn messages_and_identities_are_found_by_their_keys() {
    let db = TestDb::filled();
    let found = plans(&db, |conn| {
        messages::find(conn, WORKSPACE, MESSAGE)?;
        messages::known(conn, WORKSPACE, "x", &["1", "2"])?;
        messages::thread_keys(conn, WORKSPACE, "x", &["1", "2"])?;
        messages::rooted_at(conn, WORKSPACE, "x", &["1", "2"])?;
        store::identities::known(conn, WORKSPACE, "x", &["1", "2"])?;
        store::identities::by_ids(conn, WORKSPACE, &[IdentityId(Uuid::from_u128(4))])?;
        store::identities::with_handle(conn, WORKSPACE, "ada").map(drop)
    });
    for plan in found {
        plan.expect_keys();
    }
}

/// These sort or group the few rows that they find, which PostgreSQL is forbidden here: it cannot show its best.
#[test]
fn what_belongs_to_messages_is_found_by_an_index() {
    let db = TestDb::filled();
    let ids = [MESSAGE, MessageId(Uuid::from_u128(8))];
    let found = plans(&db, |conn| {
        messages::lock(conn, WORKSPACE, &ids)?;
        messages::tags_of(conn, WORKSPACE, &ids)?;
        messages::requests_of(conn, WORKSPACE, &ids)?;
        messages::version_counts(conn, WORKSPACE, &ids).map(drop)
    });
    for plan in found {
        expect_no_table_read_whole(&plan);
    }
}

fn expect_no_table_read_whole(plan: &Plan) {
    let is_no_table = |step: &str| {
        step.contains("VIRTUAL TABLE") || step == "SCAN CONSTANT ROW" || step.starts_with("SCAN (subquery")
    };
    let reads_all =
        |step: &String| step.contains("Seq Scan") || (step.starts_with("SCAN ") && !is_no_table(step));
    assert!(!plan.steps.iter().any(reads_all), "{plan:#?}");
}

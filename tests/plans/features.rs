//! The queries about features.

use domain::state::FeatureStatus;
use domain::{FeatureId, PersonId, RequestId, TagId, Timestamp, WorkspaceId};
use store::features::{self, Ask, FeatureQuery, Sort, SortKey};
use testkit::{TestDb, plans};
use uuid::Uuid;

const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(1));
const FEATURE: FeatureId = FeatureId(Uuid::from_u128(2));
const OTHER: FeatureId = FeatureId(Uuid::from_u128(3));
const TIME: Timestamp = Timestamp(0);

#[test]
fn every_sort_with_and_without_a_status_has_its_index() {
    let db = TestDb::filled();
    let sorts = [
        (SortKey::Demand(5), Sort::Demand, "demand"),
        (SortKey::Recent(TIME), Sort::Recent, "recent"),
        (SortKey::Created(TIME), Sort::Created, "created"),
    ];
    for (key, sort, name) in sorts {
        for status in [None, Some(FeatureStatus::Open)] {
            let index = match status {
                None => format!("features_by_{name}"),
                Some(_) => format!("features_by_status_{name}"),
            };
            for (tag, words) in [(None, vec![]), (Some(TagId(Uuid::from_u128(4))), vec!["dark".to_owned()])] {
                let query = FeatureQuery { status, tag, words, merged: false };
                for after in [None, Some((key, FEATURE))] {
                    let plans = plans(&db, |conn| {
                        features::list(conn, WORKSPACE, &query, (sort, after), 51).map(drop)
                    });
                    plans[0].expect_order_of(&index);
                }
            }
        }
    }
}

#[test]
fn what_is_merged_has_an_index_of_its_own() {
    let db = TestDb::filled();
    let query = FeatureQuery { merged: true, ..FeatureQuery::default() };
    for after in [None, Some((SortKey::Created(TIME), FEATURE))] {
        let plans =
            plans(&db, |conn| features::list(conn, WORKSPACE, &query, (Sort::Created, after), 51).map(drop));
        plans[0].expect_order_of("features_merged");
    }
}

#[test]
fn requesters_are_read_in_the_order_in_which_they_asked() {
    let db = TestDb::filled();
    for after in [None, Some((TIME, RequestId(Uuid::from_u128(5))))] {
        let plans =
            plans(&db, |conn| features::requesters(conn, WORKSPACE, &[FEATURE, OTHER], after, 51).map(drop));
        assert_eq!(plans.len(), 2, "one stream for each feature of the group");
        for plan in plans {
            plan.expect_order_of("requests_of_feature");
            plan.expect_keys();
        }
    }
}

#[test]
fn where_people_stand_is_looked_up() {
    let db = TestDb::filled();
    let people = [PersonId(Uuid::from_u128(6)), PersonId(Uuid::from_u128(7))];
    let plans = plans(&db, |conn| features::stands(conn, WORKSPACE, &[FEATURE, OTHER], &people).map(drop));
    assert_eq!(plans.len(), 4);
    for plan in plans {
        plan.expect_keys();
    }
}

#[test]
fn groups_and_chains_are_looked_up() {
    let db = TestDb::filled();
    let plans = plans(&db, |conn| {
        features::subtree(conn, WORKSPACE, FEATURE)?;
        features::find(conn, WORKSPACE, FEATURE)?;
        features::tags_of(conn, WORKSPACE, &[FEATURE, OTHER])?;
        features::group(conn, WORKSPACE, FEATURE)?;
        features::overlap(conn, WORKSPACE, FEATURE, OTHER).map(drop)
    });
    for plan in plans {
        plan.expect_keys();
    }
}

#[test]
fn counting_reads_no_more_than_it_counts() {
    let db = TestDb::filled();
    let ask = Ask {
        request: RequestId(Uuid::from_u128(8)),
        feature: FEATURE,
        person: PersonId(Uuid::from_u128(9)),
        asked_at: TIME,
    };
    let plans = plans(&db, |conn| {
        features::count_ask(conn, WORKSPACE, &ask)?;
        features::uncount_ask(conn, WORKSPACE, &ask)?;
        features::recount(conn, WORKSPACE, &[FEATURE, OTHER])
    });
    for plan in &plans {
        plan.expect_keys();
    }
}

//! The queries about people.

use domain::{IdentityId, PersonId, Timestamp, WorkspaceId};
use store::people::{self, Place, TimeKey};
use testkit::{TestDb, plans};
use uuid::Uuid;

const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(1));
const ADA: PersonId = PersonId(Uuid::from_u128(5));
const BOB: PersonId = PersonId(Uuid::from_u128(6));

#[test]
fn people_are_read_in_the_order_of_their_names() {
    let db = TestDb::filled();
    let place = Place { name: "person 7".to_owned(), id: ADA };
    let plans = plans(&db, |conn| {
        people::by_name(conn, WORKSPACE, None, 51)?;
        people::by_name(conn, WORKSPACE, Some(&place), 51).map(drop)
    });
    for plan in plans {
        plan.expect_order_of("people_by_name");
    }
}

#[test]
fn a_beginning_is_a_range_of_both_indexes() {
    let db = TestDb::filled();
    let plans = plans(&db, |conn| people::by_prefix(conn, WORKSPACE, "per", None, 51).map(drop));
    for index in ["people_by_name", "identities_by_lower_handle"] {
        assert!(plans[0].steps.iter().any(|step| step.contains(index)), "{:#?}", plans[0]);
    }
    for plan in plans {
        plan.expect_keys();
    }
}

#[test]
fn a_timeline_and_what_belongs_to_a_person_are_looked_up() {
    let db = TestDb::filled();
    let group = [ADA, BOB];
    let authors = [IdentityId(Uuid::from_u128(7))];
    let after = TimeKey { at: Timestamp(0), id: Uuid::from_u128(8) };
    let plans = plans(&db, |conn| {
        people::find(conn, WORKSPACE, ADA)?;
        people::merged_into_any(conn, WORKSPACE, &group)?;
        people::identities_of(conn, WORKSPACE, &group)?;
        people::former_handles(conn, WORKSPACE, &authors)?;
        people::in_force(conn, WORKSPACE, &group)?;
        people::messages(conn, WORKSPACE, &authors, after, 51)?;
        people::requests(conn, WORKSPACE, &group, after, 51)?;
        people::told(conn, WORKSPACE, &group, after, 51)?;
        people::follow_ups(conn, WORKSPACE, &group, after, 51).map(drop)
    });
    for plan in plans {
        plan.expect_keys();
    }
}

#[test]
fn what_two_people_share_is_looked_up() {
    let db = TestDb::filled();
    for plan in plans(&db, |conn| people::overlap(conn, WORKSPACE, &[ADA], &[BOB]).map(drop)) {
        plan.expect_keys();
    }
}

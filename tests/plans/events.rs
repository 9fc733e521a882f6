//! The queries about the change feed.

use domain::{EventId, SubjectId, WorkspaceId};
use store::events::{self, Feed, Place};
use testkit::{TestDb, plans};
use uuid::Uuid;

const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(1));

#[test]
fn every_filter_of_the_feed_has_its_index() {
    let db = TestDb::filled();
    let primary = match db.db.engine() {
        store::Engine::Sqlite => "sqlite_autoindex_events_1",
        store::Engine::Postgres => "events_pkey",
    };
    let kind = Some("person.merged".to_owned());
    let subject = Some(SubjectId(Uuid::from_u128(7)));
    let after = Place { tx: 1, seq: 7 };
    for (feed, index) in [
        (Feed { after, ..Feed::default() }, primary),
        (Feed { after, kind: kind.clone(), subject: None }, "events_by_kind"),
        (Feed { after, kind: None, subject }, "events_by_subject"),
    ] {
        let plans = plans(&db, |conn| events::feed(conn, WORKSPACE, &feed, 51).map(drop));
        plans.last().unwrap().expect_order_of(index);
    }
}

#[test]
fn decisions_are_looked_up() {
    let db = TestDb::filled();
    let plans = plans(&db, |conn| {
        events::latest(conn, WORKSPACE, "person.merged", SubjectId(Uuid::from_u128(7)))?;
        events::find(conn, WORKSPACE, EventId(Uuid::from_u128(8))).map(drop)
    });
    for plan in plans {
        plan.expect_keys();
    }
}

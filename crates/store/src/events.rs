//! The change feed: every decision, in the order of commits.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use domain::sql::{Document, Id, Instant, JsonText};
use domain::{EventId, MemberId, SubjectId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of, sql};
use crate::schema::events;

/// A decision about to be recorded.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its id.
    pub id: EventId,
    /// What happened, as `noun.verb`.
    pub kind: &'static str,
    /// Who did it; nobody for what the system does by itself.
    pub actor: Option<MemberId>,
    /// The kind of row that it is about: `message`, `feature`, ...
    pub subject_kind: &'static str,
    /// That row.
    pub subject_id: SubjectId,
    /// When.
    pub at: Timestamp,
    /// What undo and the audit need, as JSON.
    pub data: JsonText,
    /// The decision that it undoes.
    pub undoes: Option<EventId>,
}

/// A recorded decision.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct Event {
    /// The writing transaction, which leads the order.
    pub tx: i64,
    /// The place within it.
    pub seq: i64,
    /// Its id; `POST /undo/{id}` takes it.
    pub id: EventId,
    /// What happened, as `noun.verb`.
    pub kind: String,
    /// Who did it.
    pub actor_id: Option<MemberId>,
    /// The kind of row that it is about.
    pub subject_kind: String,
    /// That row.
    pub subject_id: SubjectId,
    /// When.
    pub at: Timestamp,
    /// What undo and the audit need, as JSON.
    pub data: JsonText,
    /// The decision that it undoes.
    pub undoes: Option<EventId>,
    /// The decision that undid it.
    pub undone_by: Option<EventId>,
}

/// A place in the feed: (transaction, sequence).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The writing transaction.
    pub tx: i64,
    /// The place within it.
    pub seq: i64,
}

const COLUMNS: &str = "INSERT INTO events (workspace_id, id, kind, actor_id, subject_kind, subject_id, at, data, undoes) VALUES (";
const COLUMNS_AND_SEQ: &str = "INSERT INTO events (workspace_id, id, kind, actor_id, subject_kind, subject_id, at, data, undoes, seq) VALUES (";

/// Records a decision. The two databases number events differently; both texts stay in the statement cache.
pub fn record(conn: &mut Conn, workspace: WorkspaceId, event: &NewEvent) -> StoreResult<()> {
    let insert = |columns: &'static str| {
        sql(columns)
            .bind::<Id, _>(workspace)
            .sql(", ")
            .bind::<Id, _>(event.id)
            .sql(", ")
            .bind::<Text, _>(event.kind)
            .sql(", ")
            .bind::<Nullable<Id>, _>(event.actor)
            .sql(", ")
            .bind::<Text, _>(event.subject_kind)
            .sql(", ")
            .bind::<Id, _>(event.subject_id)
            .sql(", ")
            .bind::<Instant, _>(event.at)
            .sql(", ")
            .bind::<Document, _>(event.data.clone())
            .sql(", ")
            .bind::<Nullable<Id>, _>(event.undoes)
    };
    match conn {
        Conn::Sqlite(c) => insert(COLUMNS_AND_SEQ)
            .sql(", (SELECT coalesce(max(seq), 0) + 1 FROM events WHERE tx = 0 AND workspace_id = ")
            .bind::<Id, _>(workspace)
            .sql("))")
            .execute(c)?,
        Conn::Postgres(c) => insert(COLUMNS).sql(")").execute(c)?,
    };
    Ok(())
}

/// One recorded decision.
pub fn find(conn: &mut Conn, workspace: WorkspaceId, id: EventId) -> StoreResult<Option<Event>> {
    events::table
        .filter(events::workspace_id.eq(workspace))
        .filter(events::id.eq(id))
        .select(of::<Event>())
        .maybe(conn)
}

/// Notes that one decision was undone by another.
pub fn mark_undone(conn: &mut Conn, workspace: WorkspaceId, id: EventId, by: EventId) -> StoreResult<()> {
    diesel::update(events::table)
        .filter(events::workspace_id.eq(workspace))
        .filter(events::id.eq(id))
        .set(events::undone_by.eq(by))
        .run(conn)
        .map(drop)
}

/// The last decision of `kind` about a row that has not been undone.
pub fn latest(
    conn: &mut Conn,
    workspace: WorkspaceId,
    kind: &str,
    subject: SubjectId,
) -> StoreResult<Option<Event>> {
    events::table
        .filter(events::workspace_id.eq(workspace))
        .filter(events::kind.eq(kind))
        .filter(events::subject_id.eq(subject))
        .filter(events::undone_by.is_null())
        .order((events::tx.desc(), events::seq.desc()))
        .select(of::<Event>())
        .limit(1)
        .maybe(conn)
}

/// What of the feed is wanted.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// Decisions behind this place.
    pub after: Place,
    /// Of this kind alone.
    pub kind: Option<String>,
    /// About this row alone.
    pub subject: Option<SubjectId>,
}

/// The feed from behind a place, oldest first. On PostgreSQL it stops before the oldest transaction that still runs, so
/// that nothing can appear later behind a place that a reader has passed.
pub fn feed(conn: &mut Conn, workspace: WorkspaceId, feed: &Feed, limit: i64) -> StoreResult<Vec<Event>> {
    let Place { tx, seq } = feed.after;
    let horizon = horizon(conn)?;
    macro_rules! read {
        ($c:expr, $range:expr) => {{
            let mut wanted = events::table
                .filter(events::workspace_id.eq(workspace))
                .filter($range)
                .order((events::tx.asc(), events::seq.asc()))
                .limit(limit)
                .select(of::<Event>())
                .into_boxed();
            if let Some(kind) = &feed.kind {
                wanted = wanted.filter(events::kind.eq(kind));
            }
            if let Some(subject) = feed.subject {
                wanted = wanted.filter(events::subject_id.eq(subject));
            }
            wanted.load($c)
        }};
    }
    Ok(match conn {
        // `tx` is 0 in every row; said as an equality it leads the planner to the index of the filter.
        Conn::Sqlite(c) => read!(c, events::tx.eq(tx).and(events::seq.gt(seq)))?,
        Conn::Postgres(c) => {
            let behind = events::tx.ge(tx).and(events::tx.gt(tx).or(events::seq.gt(seq)));
            read!(c, behind.and(events::tx.lt(horizon)))?
        }
    })
}

/// The end of the feed as a reader may know it.
pub fn end(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<Place> {
    let horizon = horizon(conn)?;
    let last: Option<(i64, i64)> = events::table
        .filter(events::workspace_id.eq(workspace))
        .filter(events::tx.lt(horizon))
        .order((events::tx.desc(), events::seq.desc()))
        .select((events::tx, events::seq))
        .limit(1)
        .maybe(conn)?;
    Ok(last.map_or(Place::default(), |(tx, seq)| Place { tx, seq }))
}

#[derive(QueryableByName)]
struct Horizon {
    #[diesel(sql_type = BigInt)]
    tx: i64,
}

/// Every transaction before this one has ended.
fn horizon(conn: &mut Conn) -> StoreResult<i64> {
    match conn {
        Conn::Sqlite(_) => Ok(1),
        Conn::Postgres(c) => {
            let row: Horizon =
                sql("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS tx").get_result(c)?;
            Ok(row.tx)
        }
    }
}

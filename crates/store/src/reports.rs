//! The numbers that the team looks at, each from one set query that walks an index.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double, Nullable, Text};
use domain::sql::{Id, Instant};
use domain::state::{FeatureStatus, FollowUpState, ItemState};
use domain::{FeatureId, FollowUpId, PersonId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, sql};
use crate::schema::{features, follow_ups, people};

/// A period: from a time until just before another.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    /// Its first moment.
    pub from: Timestamp,
    /// The first moment that is no longer in it.
    pub to: Timestamp,
}

/// What became of the messages of a period.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Answers {
    /// All of them, ours left out.
    #[diesel(sql_type = BigInt)]
    pub messages: i64,
    /// Those that got an answer.
    #[diesel(sql_type = BigInt)]
    pub answered: i64,
    /// Those that deliberately got none.
    #[diesel(sql_type = BigInt)]
    pub deliberately_not: i64,
}

/// Messages that nobody has settled, by how long ago they were posted.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Ages {
    /// Less than a day.
    #[diesel(sql_type = BigInt)]
    pub under_a_day: i64,
    /// A day to a week.
    #[diesel(sql_type = BigInt)]
    pub under_a_week: i64,
    /// A week to 30 days.
    #[diesel(sql_type = BigInt)]
    pub under_a_month: i64,
    /// 30 days and more.
    #[diesel(sql_type = BigInt)]
    pub older: i64,
}

/// The asks of one month.
#[derive(Clone, Debug, QueryableByName)]
pub struct Month {
    /// `2026-01`, in UTC.
    #[diesel(sql_type = Text)]
    pub month: String,
    /// How many requests.
    #[diesel(sql_type = BigInt)]
    pub requests: i64,
    /// By how many people.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// A feature and how many people ask for it.
#[derive(Clone, Debug, Queryable)]
pub struct Wanted {
    /// The feature.
    pub id: FeatureId,
    /// Its title.
    pub title: String,
    /// Where it is on its way.
    pub status: FeatureStatus,
    /// How many people ask for it.
    pub demand: i64,
}

/// Somebody who waits to hear back.
#[derive(Clone, Debug, Queryable)]
pub struct Waiting {
    /// The follow-up.
    pub follow_up_id: FollowUpId,
    /// The person.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Where the follow-up is in its life.
    pub state: FollowUpState,
    /// When they asked.
    pub asked_at: Timestamp,
}

/// What became of the messages posted in a period.
pub fn answers(conn: &mut Conn, workspace: WorkspaceId, period: Period) -> StoreResult<Answers> {
    sql("SELECT count(*) AS messages, \
         coalesce(sum(CASE WHEN answered_at IS NOT NULL OR disposition = 'answered' THEN 1 ELSE 0 END), 0) AS answered, \
         coalesce(sum(CASE WHEN answered_at IS NULL AND disposition IN ('no_reply_needed', 'spam') THEN 1 ELSE 0 END), 0) AS deliberately_not \
         FROM messages WHERE NOT ours AND workspace_id = ")
    .bind::<Id, _>(workspace)
    .sql(" AND posted_at >= ")
    .bind::<Instant, _>(period.from)
    .sql(" AND posted_at < ")
    .bind::<Instant, _>(period.to)
    .one(conn)
}

#[derive(QueryableByName)]
struct Median {
    #[diesel(sql_type = Nullable<Double>)]
    median: Option<f64>,
}

/// The middle of `x`, or of the two in the middle; both databases can count rows, only one has percentiles.
const MEDIAN: &str = "WITH spans AS (SELECT ";
const OF_SPANS: &str = "), ranked AS (SELECT x, row_number() OVER (ORDER BY x) AS n, count(*) OVER () AS total FROM spans) \
    SELECT avg(x) AS median FROM ranked WHERE n IN ((total + 1) / 2, (total + 2) / 2)";

/// What stands before and after a difference of times to make seconds of it.
fn seconds(conn: &Conn) -> (&'static str, &'static str) {
    match conn {
        Conn::Sqlite(_) => ("(", ") / 1000000.0 AS x"),
        Conn::Postgres(_) => ("extract(epoch FROM (", "))::float8 AS x"),
    }
}

/// The median of seconds from a message to its first answer, over the messages of a period that have one.
pub fn first_answer(conn: &mut Conn, workspace: WorkspaceId, period: Period) -> StoreResult<Option<f64>> {
    let (open, close) = seconds(conn);
    let found: Median = sql(MEDIAN)
        .sql(open)
        .sql("answered_at - posted_at")
        .sql(close)
        .sql(" FROM messages WHERE NOT ours AND answered_at IS NOT NULL AND workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND posted_at >= ")
        .bind::<Instant, _>(period.from)
        .sql(" AND posted_at < ")
        .bind::<Instant, _>(period.to)
        .sql(OF_SPANS)
        .one(conn)?;
    Ok(found.median)
}

/// The messages that nobody has settled, by age. `bounds` are the times a day, a week and 30 days ago.
pub fn ages(conn: &mut Conn, workspace: WorkspaceId, bounds: [Timestamp; 3]) -> StoreResult<Ages> {
    let [day, week, month] = bounds;
    sql("SELECT coalesce(sum(CASE WHEN posted_at > ")
        .bind::<Instant, _>(day)
        .sql(" THEN 1 ELSE 0 END), 0) AS under_a_day, coalesce(sum(CASE WHEN posted_at <= ")
        .bind::<Instant, _>(day)
        .sql(" AND posted_at > ")
        .bind::<Instant, _>(week)
        .sql(" THEN 1 ELSE 0 END), 0) AS under_a_week, coalesce(sum(CASE WHEN posted_at <= ")
        .bind::<Instant, _>(week)
        .sql(" AND posted_at > ")
        .bind::<Instant, _>(month)
        .sql(" THEN 1 ELSE 0 END), 0) AS under_a_month, coalesce(sum(CASE WHEN posted_at <= ")
        .bind::<Instant, _>(month)
        .sql(" THEN 1 ELSE 0 END), 0) AS older FROM messages WHERE state IN ('new', 'claimed') AND workspace_id = ")
        .bind::<Id, _>(workspace)
        .one(conn)
}

/// The features that most people ask for.
pub fn most_wanted(conn: &mut Conn, workspace: WorkspaceId, limit: i64) -> StoreResult<Vec<Wanted>> {
    features::table
        .filter(features::workspace_id.eq(workspace))
        .filter(features::merged_into.is_null())
        .order((features::demand.desc(), features::id.desc()))
        .limit(limit)
        .select((features::id, features::title, features::status, features::demand))
        .all(conn)
}

/// The asks of a period by month; months without any are left out.
pub fn asks_by_month(conn: &mut Conn, workspace: WorkspaceId, period: Period) -> StoreResult<Vec<Month>> {
    let month = match conn {
        Conn::Sqlite(_) => "strftime('%Y-%m', r.asked_at / 1000000, 'unixepoch')",
        Conn::Postgres(_) => "to_char(r.asked_at, 'YYYY-MM')",
    };
    sql("SELECT ")
        .sql(month)
        .sql(
            " AS month, count(*) AS requests, count(DISTINCT p.effective_id) AS people FROM requests r \
              JOIN people p ON p.workspace_id = r.workspace_id AND p.id = r.person_id \
              WHERE r.kind = 'asks' AND r.withdrawn_at IS NULL AND r.workspace_id = ",
        )
        .bind::<Id, _>(workspace)
        .sql(" AND r.asked_at >= ")
        .bind::<Instant, _>(period.from)
        .sql(" AND r.asked_at < ")
        .bind::<Instant, _>(period.to)
        .sql(" GROUP BY 1 ORDER BY 1")
        .all(conn)
}

#[derive(QueryableByName)]
struct StateCount {
    #[diesel(sql_type = Text)]
    state: ItemState,
    #[diesel(sql_type = BigInt)]
    items: i64,
}

/// The items of the releases that shipped in a period, by state: each is one person and one feature.
pub fn items_by_state(
    conn: &mut Conn,
    workspace: WorkspaceId,
    period: Period,
) -> StoreResult<Vec<(ItemState, i64)>> {
    let rows: Vec<StateCount> = sql("SELECT i.state, count(*) AS items FROM releases r \
         JOIN follow_up_items i ON i.workspace_id = r.workspace_id AND i.release_id = r.id WHERE r.workspace_id = ")
    .bind::<Id, _>(workspace)
    .sql(" AND r.status = 'shipped' AND r.shipped_at >= ")
    .bind::<Instant, _>(period.from)
    .sql(" AND r.shipped_at < ")
    .bind::<Instant, _>(period.to)
    .sql(" GROUP BY i.state")
    .all(conn)?;
    Ok(rows.into_iter().map(|row| (row.state, row.items)).collect())
}

/// The median of seconds from an ask to the release that answers it, over the releases that shipped in a period. Who asked
/// when it was out already did not wait for it.
pub fn ask_to_ship(conn: &mut Conn, workspace: WorkspaceId, period: Period) -> StoreResult<Option<f64>> {
    let (open, close) = seconds(conn);
    let found: Median = sql(MEDIAN)
        .sql(open)
        .sql("r.shipped_at - i.asked_at")
        .sql(close)
        .sql(" FROM releases r JOIN follow_up_items i ON i.workspace_id = r.workspace_id AND i.release_id = r.id \
              WHERE i.state <> 'withdrawn' AND i.asked_at <= r.shipped_at AND r.status = 'shipped' AND r.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND r.shipped_at >= ")
        .bind::<Instant, _>(period.from)
        .sql(" AND r.shipped_at < ")
        .bind::<Instant, _>(period.to)
        .sql(OF_SPANS)
        .one(conn)?;
    Ok(found.median)
}

/// The median of seconds from a release to telling somebody who had asked before it, over the releases that shipped in a
/// period.
pub fn ship_to_told(conn: &mut Conn, workspace: WorkspaceId, period: Period) -> StoreResult<Option<f64>> {
    let (open, close) = seconds(conn);
    let found: Median = sql(MEDIAN)
        .sql(open)
        .sql("f.told_at - r.shipped_at")
        .sql(close)
        .sql(" FROM releases r JOIN follow_up_items i ON i.workspace_id = r.workspace_id AND i.release_id = r.id \
              JOIN follow_ups f ON f.workspace_id = i.workspace_id AND f.id = i.follow_up_id \
              WHERE i.state = 'told' AND f.told_at IS NOT NULL AND i.asked_at <= r.shipped_at AND r.status = 'shipped' AND r.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND r.shipped_at >= ")
        .bind::<Instant, _>(period.from)
        .sql(" AND r.shipped_at < ")
        .bind::<Instant, _>(period.to)
        .sql(OF_SPANS)
        .one(conn)?;
    Ok(found.median)
}

/// Whoever asked longest ago among those whose follow-up is in a state.
pub fn longest_waiting(
    conn: &mut Conn,
    workspace: WorkspaceId,
    state: FollowUpState,
) -> StoreResult<Option<Waiting>> {
    follow_ups::table
        .inner_join(
            people::table.on(people::workspace_id
                .eq(follow_ups::workspace_id)
                .and(people::id.eq(follow_ups::person_id))),
        )
        .filter(follow_ups::workspace_id.eq(workspace))
        .filter(follow_ups::state.eq(state))
        .order((follow_ups::asked_at.asc(), follow_ups::id.asc()))
        .limit(1)
        .select((
            follow_ups::id,
            follow_ups::person_id,
            people::name,
            follow_ups::state,
            follow_ups::asked_at,
        ))
        .maybe(conn)
}

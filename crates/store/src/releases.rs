//! Releases and the features in them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};
use domain::sql::{Id, Instant};
use domain::state::{FeatureStatus, ReleaseStatus};
use domain::{FeatureId, PersonId, ReleaseId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of, sql};
use crate::planning::Shipping;
use crate::schema::{features, release_features, releases};

/// A version, a launch or a round-up.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = releases, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Release {
    /// Its id.
    pub id: ReleaseId,
    /// What it is called.
    pub name: String,
    /// Where it is announced.
    pub url: Option<String>,
    /// What it brings, in words.
    pub notes: String,
    /// Whom it reaches; `everyone` is everyone.
    pub audience: String,
    /// Where it is in its life.
    pub status: ReleaseStatus,
    /// When it is meant to ship.
    pub scheduled_for: Option<Timestamp>,
    /// When it shipped: the fact.
    pub shipped_at: Option<Timestamp>,
    /// When its grace period ends.
    pub settles_at: Option<Timestamp>,
    /// When its follow-ups had all been made, or withdrawn.
    pub planned_at: Option<Timestamp>,
    /// When it was taken back.
    pub recalled_at: Option<Timestamp>,
    /// Why.
    pub recall_reason: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Goes up with each change.
    pub version: i64,
}

/// Adds a release.
pub fn insert(conn: &mut Conn, workspace: WorkspaceId, release: &Release) -> StoreResult<()> {
    diesel::insert_into(releases::table)
        .values((releases::workspace_id.eq(workspace), release))
        .run(conn)
        .map(drop)
}

/// Writes a release as it is now; its version goes up.
pub fn update(conn: &mut Conn, workspace: WorkspaceId, release: &mut Release) -> StoreResult<()> {
    release.version = release.version.saturating_add(1);
    diesel::update(releases::table)
        .filter(releases::workspace_id.eq(workspace))
        .filter(releases::id.eq(release.id))
        .set(&*release)
        .run(conn)
        .map(drop)
}

/// One release.
pub fn find(conn: &mut Conn, workspace: WorkspaceId, id: ReleaseId) -> StoreResult<Option<Release>> {
    releases::table
        .filter(releases::workspace_id.eq(workspace))
        .filter(releases::id.eq(id))
        .select(of::<Release>())
        .maybe(conn)
}

/// A page of releases, newest first.
pub fn list(
    conn: &mut Conn,
    workspace: WorkspaceId,
    status: Option<ReleaseStatus>,
    after: Option<(Timestamp, ReleaseId)>,
    limit: i64,
) -> StoreResult<Vec<Release>> {
    let (time, id) = after.unwrap_or((Timestamp::LAST, ReleaseId(uuid::Uuid::max())));
    let page = releases::table
        .filter(releases::workspace_id.eq(workspace))
        .filter(releases::created_at.le(time))
        .filter(releases::created_at.lt(time).or(releases::id.lt(id)))
        .order((releases::created_at.desc(), releases::id.desc()))
        .limit(limit)
        .select(of::<Release>());
    match status {
        Some(status) => page.filter(releases::status.eq(status)).all(conn),
        None => page.all(conn),
    }
}

/// The releases whose follow-ups have still to be made or withdrawn.
pub fn unplanned(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<Vec<ReleaseId>> {
    releases::table
        .filter(releases::workspace_id.eq(workspace))
        .filter(releases::planned_at.is_null())
        .filter(releases::status.eq_any([ReleaseStatus::Shipped, ReleaseStatus::Recalled]))
        .select(releases::id)
        .all(conn)
}

/// The features of some releases: (release, feature, title, effective feature), in order of title.
pub fn features_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[ReleaseId],
) -> StoreResult<Vec<(ReleaseId, FeatureId, String, FeatureId)>> {
    release_features::table
        .inner_join(
            features::table.on(features::workspace_id
                .eq(release_features::workspace_id)
                .and(features::id.eq(release_features::feature_id))),
        )
        .filter(release_features::workspace_id.eq(workspace))
        .filter(release_features::release_id.eq_any(ids))
        .order((features::title.asc(), features::id.asc()))
        .select((release_features::release_id, features::id, features::title, features::effective_id))
        .all(conn)
}

/// Puts a feature into a release; `false` if it was in it.
pub fn add_feature(
    conn: &mut Conn,
    workspace: WorkspaceId,
    release: ReleaseId,
    feature: FeatureId,
) -> StoreResult<bool> {
    let added = diesel::insert_into(release_features::table)
        .values((
            release_features::workspace_id.eq(workspace),
            release_features::release_id.eq(release),
            release_features::feature_id.eq(feature),
        ))
        .on_conflict_do_nothing()
        .run(conn)?;
    Ok(added > 0)
}

/// Takes a feature out of a release; `false` if it was not in it.
pub fn remove_feature(
    conn: &mut Conn,
    workspace: WorkspaceId,
    release: ReleaseId,
    feature: FeatureId,
) -> StoreResult<bool> {
    let removed = diesel::delete(release_features::table)
        .filter(release_features::workspace_id.eq(workspace))
        .filter(release_features::release_id.eq(release))
        .filter(release_features::feature_id.eq(feature))
        .run(conn)?;
    Ok(removed > 0)
}

#[derive(QueryableByName)]
struct ShippingRow {
    #[diesel(sql_type = Id)]
    release_id: ReleaseId,
    #[diesel(sql_type = Bool)]
    everyone: bool,
    #[diesel(sql_type = Instant)]
    settles_at: Timestamp,
}

/// How an effective feature is out: with the first release that reaches everyone, else with the first at all.
pub fn shipping(
    conn: &mut Conn,
    workspace: WorkspaceId,
    effective: FeatureId,
) -> StoreResult<Option<Shipping>> {
    let row: Option<ShippingRow> =
        sql("SELECT x.id AS release_id, x.audience = 'everyone' AS everyone, x.settles_at
        FROM features g
        JOIN release_features rf ON rf.workspace_id = g.workspace_id AND rf.feature_id = g.id
        JOIN releases x ON x.workspace_id = rf.workspace_id AND x.id = rf.release_id AND x.status = 'shipped'
        WHERE g.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND g.effective_id = ")
        .bind::<Id, _>(effective)
        .sql(" ORDER BY CASE WHEN x.audience = 'everyone' THEN 0 ELSE 1 END, x.shipped_at, x.id LIMIT 1")
        .maybe(conn)?;
    Ok(row.map(|row| Shipping {
        feature: effective,
        release: row.release_id,
        everyone: row.everyone,
        settles_at: row.settles_at,
    }))
}

/// The features whose requests count for an effective feature, itself among them.
pub fn group_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    effective: FeatureId,
) -> StoreResult<Vec<FeatureId>> {
    features::table
        .filter(features::workspace_id.eq(workspace))
        .filter(features::effective_id.eq(effective))
        .select(features::id)
        .all(conn)
}

/// Sets the status of an effective feature, keeping what it was before it shipped in the rows of its releases.
pub fn mark_shipped(
    conn: &mut Conn,
    workspace: WorkspaceId,
    effective: FeatureId,
    now: Timestamp,
) -> StoreResult<()> {
    sql("UPDATE release_features SET status_before = f.status FROM features f, features g
        WHERE release_features.status_before IS NULL AND f.workspace_id = release_features.workspace_id AND g.workspace_id = f.workspace_id
            AND g.id = release_features.feature_id AND f.id = g.effective_id AND f.status <> 'shipped' AND f.workspace_id = ")
    .bind::<Id, _>(workspace)
    .sql(" AND f.id = ")
    .bind::<Id, _>(effective)
    .run(conn)?;
    set_status(conn, workspace, effective, FeatureStatus::Shipped, now)
}

/// Gives an effective feature the status back that it had before it shipped, `open` if nobody knows.
pub fn unmark_shipped(
    conn: &mut Conn,
    workspace: WorkspaceId,
    effective: FeatureId,
    now: Timestamp,
) -> StoreResult<()> {
    let group = group_of(conn, workspace, effective)?;
    let before: Option<Option<FeatureStatus>> = release_features::table
        .filter(release_features::workspace_id.eq(workspace))
        .filter(release_features::feature_id.eq_any(&group))
        .filter(release_features::status_before.is_not_null())
        .order(release_features::release_id.asc())
        .select(release_features::status_before)
        .limit(1)
        .maybe(conn)?;
    diesel::update(release_features::table)
        .filter(release_features::workspace_id.eq(workspace))
        .filter(release_features::feature_id.eq_any(&group))
        .set(release_features::status_before.eq(None::<FeatureStatus>))
        .run(conn)?;
    set_status(conn, workspace, effective, before.flatten().unwrap_or(FeatureStatus::Open), now)
}

fn set_status(
    conn: &mut Conn,
    workspace: WorkspaceId,
    id: FeatureId,
    to: FeatureStatus,
    now: Timestamp,
) -> StoreResult<()> {
    diesel::update(features::table)
        .filter(features::workspace_id.eq(workspace))
        .filter(features::id.eq(id))
        .filter(features::status.ne(to))
        .set((
            features::status.eq(to),
            features::updated_at.eq(now),
            features::version.eq(features::version + 1),
        ))
        .run(conn)
        .map(drop)
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How many follow-ups a release gave rise to, told ones included.
pub fn follow_ups(conn: &mut Conn, workspace: WorkspaceId, release: ReleaseId) -> StoreResult<i64> {
    let row: CountRow = sql("SELECT count(DISTINCT i.follow_up_id) AS n FROM follow_up_items i WHERE i.state <> 'withdrawn' AND i.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND i.release_id = ")
        .bind::<Id, _>(release)
        .one(conn)?;
    Ok(row.n)
}

/// Where the items of a release stand: (state, reason, how many people).
pub fn progress(
    conn: &mut Conn,
    workspace: WorkspaceId,
    release: ReleaseId,
) -> StoreResult<Vec<(String, Option<String>, i64)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        state: String,
        #[diesel(sql_type = Nullable<Text>)]
        reason: Option<String>,
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let rows: Vec<Row> = sql("SELECT i.state, i.reason, count(DISTINCT i.person_id) AS n FROM follow_up_items i WHERE i.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND i.release_id = ")
        .bind::<Id, _>(release)
        .sql(" GROUP BY i.state, i.reason ORDER BY i.state, i.reason")
        .all(conn)?;
    Ok(rows.into_iter().map(|row| (row.state, row.reason, row.n)).collect())
}

/// One person in the preview of a release.
#[derive(Clone, Debug, QueryableByName)]
pub struct Standing {
    /// The effective person.
    #[diesel(sql_type = Id)]
    pub person_id: PersonId,
    /// What they are called.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// When they first asked for one of the features.
    #[diesel(sql_type = Instant)]
    pub asked_at: Timestamp,
    /// How many of the release's features they ask for.
    #[diesel(sql_type = BigInt)]
    pub features: i64,
    /// What will happen, or stands in the way.
    #[diesel(sql_type = Text)]
    pub standing: String,
}

/// Everybody who asks for a feature of a release, and what shipping it means for them; `$standing` in words of its own:
/// `ready`, `told`, `opted_out`, `skipped`, `already_owed`, `audience_not_reached`, `history`.
macro_rules! standings {
    () => {
        "WITH scope AS (
            SELECT DISTINCT f.workspace_id, f.effective_id, x.audience FROM release_features rf
            JOIN features f ON f.workspace_id = rf.workspace_id AND f.id = rf.feature_id
            JOIN releases x ON x.workspace_id = rf.workspace_id AND x.id = rf.release_id
            WHERE rf.workspace_id = "
    };
}

const PAIRS: &str = "),
    pairs AS (
        SELECT s.workspace_id, coalesce(m.effective_id, r.person_id) AS person_id, s.effective_id AS feature_id, min(r.asked_at) AS asked_at,
            min(CASE WHEN r.history THEN 1 ELSE 0 END) AS history, min(s.audience) AS audience
        FROM scope s
        JOIN features g ON g.workspace_id = s.workspace_id AND g.effective_id = s.effective_id
        JOIN requests r ON r.workspace_id = g.workspace_id AND r.feature_id = g.id AND r.kind = 'asks' AND r.withdrawn_at IS NULL
        LEFT JOIN people m ON m.merged_into IS NOT NULL AND m.workspace_id = r.workspace_id AND m.id = r.person_id
        GROUP BY 1, 2, 3),
    judged AS (
        SELECT p.workspace_id, p.person_id, p.asked_at, CASE
            WHEN EXISTS (SELECT 1 FROM told t
                JOIN people tp ON tp.workspace_id = t.workspace_id AND tp.id = t.person_id
                JOIN features tf ON tf.workspace_id = t.workspace_id AND tf.id = t.feature_id
                WHERE t.workspace_id = p.workspace_id AND tp.effective_id = p.person_id AND tf.effective_id = p.feature_id
                    AND t.person_id IN (SELECT p.person_id UNION ALL SELECT m.id FROM people m WHERE m.merged_into IS NOT NULL
                        AND m.workspace_id = p.workspace_id AND m.effective_id = p.person_id)) THEN 'told'
            WHEN EXISTS (SELECT 1 FROM opt_outs o WHERE o.revoked_at IS NULL AND o.workspace_id = p.workspace_id
                AND o.person_id IN (SELECT p.person_id UNION ALL SELECT m.id FROM people m WHERE m.merged_into IS NOT NULL
                    AND m.workspace_id = p.workspace_id AND m.effective_id = p.person_id)) THEN 'opted_out'
            ELSE coalesce((SELECT CASE i.state WHEN 'skipped' THEN 'skipped' WHEN 'held' THEN i.reason ELSE 'already_owed' END
                FROM follow_up_items i WHERE i.workspace_id = p.workspace_id AND i.person_id = p.person_id AND i.feature_id = p.feature_id
                    AND i.state IN ('owed', 'held', 'skipped')),
                CASE WHEN p.audience <> 'everyone' THEN 'audience_not_reached' WHEN p.history = 1 THEN 'history' ELSE 'ready' END)
            END AS standing
        FROM pairs p),
    -- A person with several features stands where the best of them stands.
    people_judged AS (
        SELECT j.workspace_id, j.person_id, min(j.asked_at) AS asked_at, count(*) AS features,
            min(CASE j.standing WHEN 'ready' THEN '0ready' WHEN 'already_owed' THEN '1already_owed' WHEN 'audience_not_reached' THEN '2audience_not_reached'
                WHEN 'history' THEN '3history' WHEN 'told' THEN '4told' WHEN 'opted_out' THEN '5opted_out' WHEN 'skipped' THEN '6skipped'
                ELSE '7' || j.standing END) AS standing
        FROM judged j GROUP BY j.workspace_id, j.person_id)";

/// How many people stand where.
pub fn preview_counts(
    conn: &mut Conn,
    workspace: WorkspaceId,
    release: ReleaseId,
) -> StoreResult<Vec<(String, i64)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        standing: String,
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let rows: Vec<Row> = sql(standings!())
        .bind::<Id, _>(workspace)
        .sql(" AND rf.release_id = ")
        .bind::<Id, _>(release)
        .sql(PAIRS)
        .sql(" SELECT substr(q.standing, 2) AS standing, count(*) AS n FROM people_judged q GROUP BY q.standing ORDER BY q.standing")
        .all(conn)?;
    Ok(rows.into_iter().map(|row| (row.standing, row.n)).collect())
}

/// Which people of a preview.
#[derive(Clone, Copy, Debug)]
pub struct PreviewQuery<'a> {
    /// Those who stand here; all if nothing is said.
    pub standing: Option<&'a str>,
    /// Behind this place.
    pub after: Option<(Timestamp, PersonId)>,
    /// How many at the most.
    pub limit: i64,
}

/// A page of the people who stand in one place, or in any, those who asked first leading.
pub fn preview_people(
    conn: &mut Conn,
    workspace: WorkspaceId,
    release: ReleaseId,
    which: &PreviewQuery<'_>,
) -> StoreResult<Vec<Standing>> {
    let (time, id) = which.after.unwrap_or((Timestamp::FIRST, PersonId(uuid::Uuid::nil())));
    sql(standings!())
        .bind::<Id, _>(workspace)
        .sql(" AND rf.release_id = ")
        .bind::<Id, _>(release)
        .sql(PAIRS)
        .sql(
            " SELECT q.person_id, n.name, q.asked_at, q.features, substr(q.standing, 2) AS standing
            FROM people_judged q
            JOIN people n ON n.workspace_id = q.workspace_id AND n.id = q.person_id
            WHERE (q.asked_at > ",
        )
        .bind::<Instant, _>(time)
        .sql(" OR (q.asked_at = ")
        .bind::<Instant, _>(time)
        .sql(" AND q.person_id > ")
        .bind::<Id, _>(id)
        .sql(")) AND substr(q.standing, 2) = coalesce(CAST(")
        .bind::<Nullable<Text>, _>(which.standing)
        .sql(" AS TEXT), substr(q.standing, 2)) ORDER BY q.asked_at, q.person_id LIMIT ")
        .bind::<BigInt, _>(which.limit)
        .all(conn)
}

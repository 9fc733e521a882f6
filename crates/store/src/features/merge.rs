//! Merging: a pointer, and the end of the chain of pointers kept for everything behind it.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel::sqlite::Sqlite;
use domain::sql::{Id, Instant};
use domain::{FeatureId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, Sql, StoreResult, sql};
use crate::schema::features;

/// The features whose people count for `effective`: itself, and those merged into it.
pub fn group(conn: &mut Conn, workspace: WorkspaceId, effective: FeatureId) -> StoreResult<Vec<FeatureId>> {
    // Asked for an order, SQLite would read all features of the workspace in that order.
    features::table
        .filter(features::workspace_id.eq(workspace))
        .filter(features::effective_id.eq(effective))
        .select(features::id)
        .all(conn)
}

/// Where a merge leads.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The feature that the pointer names.
    pub into: FeatureId,
    /// Where the pointers end.
    pub effective: FeatureId,
}

/// Points `id`, which is not merged, at another. It and all that was merged into it now end where that one ends.
pub fn merge(
    conn: &mut Conn,
    workspace: WorkspaceId,
    id: FeatureId,
    target: Target,
    now: Timestamp,
) -> StoreResult<()> {
    sql("UPDATE features SET effective_id = ")
        .bind::<Id, _>(target.effective)
        .sql(", merged_into = CASE WHEN id = ")
        .bind::<Id, _>(id)
        .sql(" THEN ")
        .bind::<Id, _>(target.into)
        .sql(" ELSE merged_into END, demand = 0, told = 0, updated_at = CASE WHEN id = ")
        .bind::<Id, _>(id)
        .sql(" THEN ")
        .bind::<Instant, _>(now)
        .sql(" ELSE updated_at END, version = CASE WHEN id = ")
        .bind::<Id, _>(id)
        .sql(" THEN version + 1 ELSE version END WHERE workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND effective_id = ")
        .bind::<Id, _>(id)
        .run(conn)
        .map(drop)
}

/// Takes the pointer of a merged feature away. It and all that was merged into it now end at itself.
pub fn unmerge(conn: &mut Conn, workspace: WorkspaceId, id: FeatureId, now: Timestamp) -> StoreResult<()> {
    sql("UPDATE features SET effective_id = ")
        .bind::<Id, _>(id)
        .sql(", merged_into = CASE WHEN id = ")
        .bind::<Id, _>(id)
        .sql(" THEN NULL ELSE merged_into END, updated_at = CASE WHEN id = ")
        .bind::<Id, _>(id)
        .sql(" THEN ")
        .bind::<Instant, _>(now)
        .sql(" ELSE updated_at END, version = CASE WHEN id = ")
        .bind::<Id, _>(id)
        .sql(" THEN version + 1 ELSE version END WHERE workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND id IN (")
        .then(behind(workspace, id))
        .sql(")")
        .run(conn)
        .map(drop)
}

/// A feature and those that were merged into it, whatever it is merged into itself.
pub fn subtree(conn: &mut Conn, workspace: WorkspaceId, id: FeatureId) -> StoreResult<Vec<FeatureId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Id)]
        id: FeatureId,
    }
    let rows: Vec<Row> = behind(workspace, id).all(conn)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The ids of a feature and of all whose pointers lead to it.
fn behind(workspace: WorkspaceId, id: FeatureId) -> Sql<impl QueryFragment<Sqlite> + QueryFragment<Pg>> {
    sql("WITH RECURSIVE behind AS (
            SELECT f.workspace_id, f.id FROM features f WHERE f.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND f.id = ")
        .bind::<Id, _>(id)
        .sql(
            " UNION ALL SELECT f.workspace_id, f.id FROM behind
                JOIN features f ON f.workspace_id = behind.workspace_id AND f.merged_into = behind.id AND f.merged_into IS NOT NULL)
            SELECT id FROM behind",
        )
}

/// What hangs on a feature, in words, if anything does.
pub fn dependents(conn: &mut Conn, workspace: WorkspaceId, id: FeatureId) -> StoreResult<Option<String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<Text>)]
        what: Option<String>,
    }
    let row: Row = sql("SELECT CASE
            WHEN EXISTS (SELECT 1 FROM requests d WHERE d.workspace_id = f.workspace_id AND d.feature_id = f.id) THEN 'requests'
            WHEN EXISTS (SELECT 1 FROM features d WHERE d.workspace_id = f.workspace_id AND d.merged_into = f.id) THEN 'merged features'
            WHEN EXISTS (SELECT 1 FROM release_features d WHERE d.workspace_id = f.workspace_id AND d.feature_id = f.id) THEN 'releases'
            WHEN EXISTS (SELECT 1 FROM follow_up_items d WHERE d.workspace_id = f.workspace_id AND d.feature_id = f.id) THEN 'follow-ups'
            WHEN EXISTS (SELECT 1 FROM told d WHERE d.workspace_id = f.workspace_id AND d.feature_id = f.id) THEN 'told people'
            END AS what FROM features f WHERE f.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND f.id = ")
        .bind::<Id, _>(id)
        .one(conn)?;
    Ok(row.what)
}

/// Who asks for two features, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, QueryableByName)]
pub struct Overlap {
    /// People who ask for the first.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    /// People who ask for the second.
    #[diesel(sql_type = BigInt)]
    pub into_people: i64,
    /// People who ask for both.
    #[diesel(sql_type = BigInt)]
    pub both: i64,
    /// People who ask for the first alone, have heard about neither, and have not asked to stop.
    #[diesel(sql_type = BigInt)]
    pub untold: i64,
    /// The same of the second.
    #[diesel(sql_type = BigInt)]
    pub into_untold: i64,
}

/// The people who ask for the group of an effective feature. `CROSS JOIN` keeps SQLite to this order; without statistics it
/// would read all requests of the workspace.
macro_rules! asking {
    ($feature:literal) => {
        concat!(
            "SELECT DISTINCT coalesce(m.effective_id, r.person_id) AS person_id FROM k
                CROSS JOIN features o CROSS JOIN requests r
                LEFT JOIN people m ON m.workspace_id = r.workspace_id AND m.id = r.person_id AND m.merged_into IS NOT NULL
                WHERE o.workspace_id = k.workspace_id AND o.effective_id = ",
            $feature,
            " AND r.workspace_id = o.workspace_id AND r.feature_id = o.id AND r.kind = 'asks' AND r.withdrawn_at IS NULL"
        )
    };
}

/// Counts the people of two effective features.
pub fn overlap(
    conn: &mut Conn,
    workspace: WorkspaceId,
    id: FeatureId,
    into: FeatureId,
) -> StoreResult<Overlap> {
    sql("WITH k AS (SELECT f.workspace_id, f.id, g.id AS into_id FROM features f JOIN features g ON g.workspace_id = f.workspace_id AND g.id = ")
        .bind::<Id, _>(into)
        .sql(" WHERE f.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND f.id = ")
        .bind::<Id, _>(id)
        .sql(concat!(
            "), askers AS (", asking!("k.id"), "), others AS (", asking!("k.into_id"), "),
            either AS (SELECT person_id FROM askers UNION SELECT person_id FROM others),
            heard AS (SELECT coalesce(m.effective_id, t.person_id) AS person_id FROM k
                CROSS JOIN features o CROSS JOIN told t
                LEFT JOIN people m ON m.workspace_id = t.workspace_id AND m.id = t.person_id AND m.merged_into IS NOT NULL
                WHERE o.workspace_id = k.workspace_id AND o.effective_id IN (k.id, k.into_id)
                AND t.workspace_id = o.workspace_id AND t.feature_id = o.id),
            selves AS (SELECT either.person_id AS id, either.person_id, k.workspace_id FROM k CROSS JOIN either
                UNION ALL SELECT m.id, m.effective_id, m.workspace_id FROM k CROSS JOIN either CROSS JOIN people m
                WHERE m.merged_into IS NOT NULL AND m.workspace_id = k.workspace_id AND m.effective_id = either.person_id),
            stopped AS (SELECT selves.person_id FROM selves
                CROSS JOIN opt_outs o WHERE o.revoked_at IS NULL AND o.workspace_id = selves.workspace_id AND o.person_id = selves.id),
            unspoken AS (SELECT person_id FROM either WHERE person_id NOT IN (SELECT person_id FROM heard)
                AND person_id NOT IN (SELECT person_id FROM stopped))
            SELECT (SELECT count(*) FROM askers) AS people, (SELECT count(*) FROM others) AS into_people,
                (SELECT count(*) FROM askers WHERE person_id IN (SELECT person_id FROM others)) AS both,
                (SELECT count(*) FROM unspoken WHERE person_id NOT IN (SELECT person_id FROM others)) AS untold,
                (SELECT count(*) FROM unspoken WHERE person_id NOT IN (SELECT person_id FROM askers)) AS into_untold"
        ))
        .one(conn)
}

//! Merging people: one pointer, and where the pointers end for everybody behind it. Nothing else moves (law 8).

use diesel::prelude::*;
use domain::sql::{Id, Instant};
use domain::{FeatureId, PersonId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, sql};
use crate::schema::{features, people};

/// Points `from`, who is not merged, at `into`, and everybody behind `from` at where `into` ends.
pub fn merge(
    conn: &mut Conn,
    workspace: WorkspaceId,
    from: PersonId,
    into: (PersonId, PersonId),
    at: Timestamp,
) -> StoreResult<()> {
    let (into, effective) = into;
    diesel::update(people::table)
        .filter(people::workspace_id.eq(workspace))
        .filter(people::effective_id.eq(from))
        .filter(people::merged_into.is_not_null())
        .set(people::effective_id.eq(effective))
        .run(conn)?;
    diesel::update(people::table)
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.eq(from))
        .set((
            people::merged_into.eq(into),
            people::effective_id.eq(effective),
            people::updated_at.eq(at),
            people::version.eq(people::version + 1),
        ))
        .run(conn)
        .map(drop)
}

/// Takes the pointer of `person` away; whoever was merged into them comes along.
pub fn unmerge(conn: &mut Conn, workspace: WorkspaceId, person: PersonId, at: Timestamp) -> StoreResult<()> {
    sql("UPDATE people SET merged_into = NULL, version = version + 1, updated_at = ")
        .bind::<Instant, _>(at)
        .sql(", effective_id = id WHERE workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND id = ")
        .bind::<Id, _>(person)
        .run(conn)?;
    sql("UPDATE people SET effective_id = ")
        .bind::<Id, _>(person)
        .sql(" WHERE workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND merged_into IS NOT NULL AND id IN (WITH RECURSIVE behind (id) AS (SELECT ")
        .bind::<Id, _>(person)
        .sql(" UNION ALL SELECT p.id FROM people p JOIN behind b ON p.merged_into = b.id WHERE p.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(") SELECT id FROM behind)")
        .run(conn)
        .map(drop)
}

/// The effective features that both of two groups of people ask for, and that both were told about. Merged, the two count
/// as one person.
#[derive(Clone, Debug, Default)]
pub struct Overlap {
    asked: Vec<FeatureId>,
    told: Vec<FeatureId>,
}

/// What two effective people, each with everybody merged into them, have in common.
pub fn overlap(conn: &mut Conn, workspace: WorkspaceId, a: PersonId, b: PersonId) -> StoreResult<Overlap> {
    Ok(Overlap { asked: asked_by_both(conn, workspace, a, b)?, told: told_to_both(conn, workspace, a, b)? })
}

/// Adds `by` (1 or -1) to the demand and the told of the features of an overlap.
pub fn change_counts(conn: &mut Conn, workspace: WorkspaceId, overlap: &Overlap, by: i64) -> StoreResult<()> {
    for batch in overlap.asked.chunks(BATCH) {
        diesel::update(features::table)
            .filter(features::workspace_id.eq(workspace))
            .filter(features::id.eq_any(batch))
            .set(features::demand.eq(features::demand + by))
            .run(conn)?;
    }
    for batch in overlap.told.chunks(BATCH) {
        diesel::update(features::table)
            .filter(features::workspace_id.eq(workspace))
            .filter(features::id.eq_any(batch))
            .set(features::told.eq(features::told + by))
            .run(conn)?;
    }
    Ok(())
}

/// How many ids go into one statement.
const BATCH: usize = 1_000;

#[derive(QueryableByName)]
struct FeatureRow {
    #[diesel(sql_type = Id)]
    id: FeatureId,
}

/// The two groups are small: they lead, each through its own index.
macro_rules! of_both {
    ($conn:expr, $workspace:expr, $a:expr, $b:expr, $table:literal, $in_force:literal) => {{
        let of_one = |effective: PersonId| {
            sql(concat!(
                "SELECT f.effective_id AS id FROM people p JOIN ", $table,
                " r ON r.workspace_id = p.workspace_id AND r.person_id = p.id", $in_force,
                " JOIN features f ON f.workspace_id = r.workspace_id AND f.id = r.feature_id WHERE p.workspace_id = "
            ))
            .bind::<Id, _>($workspace)
            .sql(" AND (p.id = ")
            .bind::<Id, _>(effective)
            .sql(" OR (p.merged_into IS NOT NULL AND p.effective_id = ")
            .bind::<Id, _>(effective)
            .sql("))")
        };
        let rows: Vec<FeatureRow> = of_one($a).sql(" INTERSECT ").then(of_one($b)).all($conn)?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }};
}

fn asked_by_both(
    conn: &mut Conn,
    workspace: WorkspaceId,
    a: PersonId,
    b: PersonId,
) -> StoreResult<Vec<FeatureId>> {
    of_both!(conn, workspace, a, b, "requests", " AND r.kind = 'asks' AND r.withdrawn_at IS NULL")
}

fn told_to_both(
    conn: &mut Conn,
    workspace: WorkspaceId,
    a: PersonId,
    b: PersonId,
) -> StoreResult<Vec<FeatureId>> {
    of_both!(conn, workspace, a, b, "told", "")
}

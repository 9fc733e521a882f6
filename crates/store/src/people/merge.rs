//! Merging people: one pointer, and where the pointers end for everybody behind it. Nothing else moves (law 8).

use std::collections::HashSet;

use diesel::prelude::*;
use domain::sql::{Id, Instant};
use domain::state::RequestKind;
use domain::{FeatureId, PersonId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, sql};
use crate::schema::{features, people, requests, told};

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

/// What two groups of people have in common.
pub fn overlap(
    conn: &mut Conn,
    workspace: WorkspaceId,
    these: &[PersonId],
    those: &[PersonId],
) -> StoreResult<Overlap> {
    let asked = common(asked_by(conn, workspace, these)?, &asked_by(conn, workspace, those)?);
    let told = common(told_to(conn, workspace, these)?, &told_to(conn, workspace, those)?);
    Ok(Overlap { asked, told })
}

fn common(these: HashSet<FeatureId>, those: &HashSet<FeatureId>) -> Vec<FeatureId> {
    these.into_iter().filter(|id| those.contains(id)).collect()
}

fn asked_by(conn: &mut Conn, workspace: WorkspaceId, people: &[PersonId]) -> StoreResult<HashSet<FeatureId>> {
    let ids: Vec<FeatureId> = requests::table
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::person_id.eq_any(people))
        .filter(requests::kind.eq(RequestKind::Asks))
        .filter(requests::withdrawn_at.is_null())
        .select(requests::feature_id)
        .all(conn)?;
    effective(conn, workspace, ids)
}

fn told_to(conn: &mut Conn, workspace: WorkspaceId, people: &[PersonId]) -> StoreResult<HashSet<FeatureId>> {
    let ids: Vec<FeatureId> = told::table
        .filter(told::workspace_id.eq(workspace))
        .filter(told::person_id.eq_any(people))
        .select(told::feature_id)
        .all(conn)?;
    effective(conn, workspace, ids)
}

fn effective(
    conn: &mut Conn,
    workspace: WorkspaceId,
    mut ids: Vec<FeatureId>,
) -> StoreResult<HashSet<FeatureId>> {
    // DISTINCT would lead both databases to the index of features, and to everybody's requests.
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashSet::new();
    for batch in ids.chunks(BATCH) {
        let rows: Vec<FeatureId> = features::table
            .filter(features::workspace_id.eq(workspace))
            .filter(features::id.eq_any(batch))
            .select(features::effective_id)
            .all(conn)?;
        found.extend(rows);
    }
    Ok(found)
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

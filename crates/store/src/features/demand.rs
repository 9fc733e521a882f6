//! How many people ask for a feature and how many were told: counted once, kept up to date by every change.

use diesel::prelude::*;
use diesel::sql_types::Integer;
use domain::sql::{Id, Instant};
use domain::{FeatureId, PersonId, RequestId, Timestamp, WorkspaceId};

use super::Feature;
use crate::conn::{Conn, Run, StoreResult, of, sql};
use crate::dynamic::Dynamic;
use crate::schema::features;

/// How many features are counted by one statement.
const BATCH: usize = 1_000;

/// When somebody last asked for the feature of the row or one merged into it; when it was made if nobody did.
macro_rules! last_ask {
    () => {
        "coalesce((SELECT max((SELECT r.asked_at FROM requests r
                WHERE r.workspace_id = o.workspace_id AND r.feature_id = o.id AND r.kind = 'asks' AND r.withdrawn_at IS NULL
                ORDER BY r.asked_at DESC LIMIT 1))
            FROM features o WHERE o.workspace_id = features.workspace_id AND o.effective_id = features.id), created_at)"
    };
}

/// One feature, held against other writers of its row until the transaction ends. SQLite has one writer anyway.
pub fn lock(conn: &mut Conn, workspace: WorkspaceId, id: FeatureId) -> StoreResult<Option<Feature>> {
    Ok(lock_many(conn, workspace, &[id])?.pop())
}

/// Some features, held likewise. They are taken in the order of their ids, so that two writers cannot wait for each other.
pub fn lock_many(conn: &mut Conn, workspace: WorkspaceId, ids: &[FeatureId]) -> StoreResult<Vec<Feature>> {
    let rows = features::table
        .filter(features::workspace_id.eq(workspace))
        .filter(features::id.eq_any(ids))
        .order(features::id.asc())
        .select(of::<Feature>());
    Ok(match conn {
        Conn::Sqlite(c) => rows.load(c)?,
        Conn::Postgres(c) => rows.for_no_key_update().load(c)?,
    })
}

/// An active request of the kind that counts, as the feature and the person see it after merges.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// The request.
    pub request: RequestId,
    /// The effective feature. Its row is locked.
    pub feature: FeatureId,
    /// The effective person.
    pub person: PersonId,
    /// When they asked.
    pub asked_at: Timestamp,
}

/// Counts an ask that was just written: one more, unless the person asks for the feature in another message too.
pub fn count_ask(conn: &mut Conn, workspace: WorkspaceId, ask: &Ask) -> StoreResult<()> {
    let more = i32::from(!asks_elsewhere(conn, workspace, ask)?);
    sql("UPDATE features SET last_asked_at = CASE WHEN demand = 0 OR last_asked_at < ")
        .bind::<Instant, _>(ask.asked_at)
        .sql(" THEN ")
        .bind::<Instant, _>(ask.asked_at)
        .sql(" ELSE last_asked_at END, demand = demand + ")
        .bind::<Integer, _>(more)
        .sql(" WHERE workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND id = ")
        .bind::<Id, _>(ask.feature)
        .run(conn)
        .map(drop)
}

/// Counts an ask that was just withdrawn: one less, unless the person asks for the feature in another message too.
pub fn uncount_ask(conn: &mut Conn, workspace: WorkspaceId, ask: &Ask) -> StoreResult<()> {
    let less = i32::from(!asks_elsewhere(conn, workspace, ask)?);
    sql("UPDATE features SET demand = demand - ")
        .bind::<Integer, _>(less)
        .sql(", last_asked_at = CASE WHEN last_asked_at > ")
        .bind::<Instant, _>(ask.asked_at)
        .sql(concat!(" THEN last_asked_at ELSE ", last_ask!(), " END WHERE features.workspace_id = "))
        .bind::<Id, _>(workspace)
        .sql(" AND features.id = ")
        .bind::<Id, _>(ask.feature)
        .run(conn)
        .map(drop)
}

/// Whether the person, or somebody merged into them, asks for the feature, or one merged into it, in another request.
fn asks_elsewhere(conn: &mut Conn, workspace: WorkspaceId, ask: &Ask) -> StoreResult<bool> {
    #[derive(QueryableByName)]
    struct Other {
        #[diesel(sql_type = Id)]
        #[expect(dead_code, reason = "that there is one is all that matters")]
        id: RequestId,
    }
    let other: Option<Other> = sql("SELECT r.id FROM requests r WHERE r.kind = 'asks' AND r.withdrawn_at IS NULL AND r.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND r.id <> ")
        .bind::<Id, _>(ask.request)
        .sql(" AND r.person_id IN (SELECT p.id FROM people p WHERE p.merged_into IS NOT NULL AND p.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND p.effective_id = ")
        .bind::<Id, _>(ask.person)
        .sql(" UNION ALL SELECT p.id FROM people p WHERE p.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND p.id = ")
        .bind::<Id, _>(ask.person)
        .sql(") AND r.feature_id IN (SELECT o.id FROM features o WHERE o.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND o.effective_id = ")
        .bind::<Id, _>(ask.feature)
        .sql(") LIMIT 1")
        .maybe(conn)?;
    Ok(other.is_some())
}

/// Counts demand and told of these features anew, exactly. Those that are merged count nothing: their people count for
/// the feature that they were merged into. `CROSS JOIN` keeps SQLite to this order; without statistics it would read all
/// requests of the workspace.
pub fn recount(conn: &mut Conn, workspace: WorkspaceId, ids: &[FeatureId]) -> StoreResult<()> {
    for batch in ids.chunks(BATCH) {
        Dynamic::new(concat!(
            "UPDATE features SET
                demand = (SELECT count(DISTINCT coalesce(m.effective_id, r.person_id)) FROM features o CROSS JOIN requests r
                    LEFT JOIN people m ON m.workspace_id = r.workspace_id AND m.id = r.person_id AND m.merged_into IS NOT NULL
                    WHERE o.workspace_id = features.workspace_id AND o.effective_id = features.id
                    AND r.workspace_id = o.workspace_id AND r.feature_id = o.id AND r.kind = 'asks' AND r.withdrawn_at IS NULL),
                told = (SELECT count(DISTINCT coalesce(m.effective_id, t.person_id)) FROM features o CROSS JOIN told t
                    LEFT JOIN people m ON m.workspace_id = t.workspace_id AND m.id = t.person_id AND m.merged_into IS NOT NULL
                    WHERE o.workspace_id = features.workspace_id AND o.effective_id = features.id
                    AND t.workspace_id = o.workspace_id AND t.feature_id = o.id),
                last_asked_at = ",
            last_ask!(),
            " WHERE features.workspace_id = "
        ))
        .id(workspace)
        .sql(" AND features.id IN (")
        .ids(batch)
        .sql(")")
        .run(conn)?;
    }
    Ok(())
}

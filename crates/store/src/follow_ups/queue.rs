//! The queue: claiming the next follow-up, and opening those whose time has come.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use domain::sql::{Id, Instant};
use domain::state::Reason;
use domain::{FollowUpId, MemberId, ReleaseId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, sql};

/// A claim of the next open follow-up.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Who claims.
    pub member: MemberId,
    /// The token of the lease.
    pub token: String,
    /// When the lease ends.
    pub until: Timestamp,
    /// Only on this network.
    pub network: Option<String>,
    /// Only about this release.
    pub release: Option<ReleaseId>,
}

#[derive(QueryableByName)]
struct ClaimedRow {
    #[diesel(sql_type = Id)]
    id: FollowUpId,
}

const NEXT_OPEN: &str =
    " AND id = (SELECT u.id FROM follow_ups u WHERE u.state = 'open' AND u.workspace_id = ";
const NEXT_OF_RELEASE: &str = " AND id = (SELECT u.id FROM follow_up_items i
    JOIN follow_ups u ON u.workspace_id = i.workspace_id AND u.id = i.follow_up_id AND u.state = 'open'
    WHERE i.state = 'owed' AND i.workspace_id = ";

/// Claims the follow-up whose ask is the oldest. Two callers never get the same one: PostgreSQL skips rows that another
/// caller is claiming, and SQLite has one writer.
pub fn claim_next(
    conn: &mut Conn,
    workspace: WorkspaceId,
    claim: &Claim,
    now: Timestamp,
) -> StoreResult<Option<FollowUpId>> {
    // A literal LIMIT: with a parameter PostgreSQL's generic plan chose a full scan.
    let end = match conn {
        Conn::Sqlite(_) => " LIMIT 1) RETURNING id",
        Conn::Postgres(_) => " LIMIT 1 FOR UPDATE OF u SKIP LOCKED) RETURNING id",
    };
    let update = sql("UPDATE follow_ups SET state = 'claimed', ready_at = NULL, reason = NULL, version = version + 1, claimed_by = ")
        .bind::<Id, _>(claim.member)
        .sql(", lease_token = ")
        .bind::<Text, _>(claim.token.as_str())
        .sql(", lease_until = ")
        .bind::<Instant, _>(claim.until)
        .sql(", claimed_at = ")
        .bind::<Instant, _>(now)
        .sql(", updated_at = ")
        .bind::<Instant, _>(now)
        .sql(" WHERE workspace_id = ")
        .bind::<Id, _>(workspace);
    let row: Option<ClaimedRow> = match (claim.release, claim.network.as_deref()) {
        (None, None) => update
            .sql(NEXT_OPEN)
            .bind::<Id, _>(workspace)
            .sql(" ORDER BY u.asked_at, u.id")
            .sql(end)
            .maybe(conn)?,
        (None, Some(network)) => update
            .sql(NEXT_OPEN)
            .bind::<Id, _>(workspace)
            .sql(" AND u.network = ")
            .bind::<Text, _>(network)
            .sql(" ORDER BY u.asked_at, u.id")
            .sql(end)
            .maybe(conn)?,
        (Some(release), network) => update
            .sql(NEXT_OF_RELEASE)
            .bind::<Id, _>(workspace)
            .sql(" AND i.release_id = ")
            .bind::<Id, _>(release)
            .sql(" AND u.network = coalesce(CAST(")
            .bind::<Nullable<Text>, _>(network)
            .sql(" AS TEXT), u.network) ORDER BY i.asked_at, i.follow_up_id")
            .sql(end)
            .maybe(conn)?,
    };
    Ok(row.map(|row| row.id))
}

/// Opens at most `limit` follow-ups whose time has come: settled, snoozed long enough, or left by their claimer.
pub fn wake(conn: &mut Conn, workspace: WorkspaceId, now: Timestamp, limit: i64) -> StoreResult<usize> {
    let due = sql("UPDATE follow_ups SET state = 'open', ready_at = NULL, version = version + 1, updated_at = ")
        .bind::<Instant, _>(now)
        .sql(" WHERE state IN ('settling', 'snoozed') AND workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND id IN (SELECT u.id FROM follow_ups u WHERE u.state IN ('settling', 'snoozed') AND u.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND u.ready_at <= ")
        .bind::<Instant, _>(now)
        .sql(" ORDER BY u.ready_at LIMIT ")
        .bind::<BigInt, _>(limit)
        .sql(")")
        .run(conn)?;
    let left = sql("UPDATE follow_ups SET state = 'open', claimed_by = NULL, lease_token = NULL, lease_until = NULL, claimed_at = NULL,
            version = version + 1, updated_at = ")
    .bind::<Instant, _>(now)
    .sql(" WHERE state = 'claimed' AND workspace_id = ")
    .bind::<Id, _>(workspace)
    .sql(" AND lease_until <= ")
    .bind::<Instant, _>(now)
    .run(conn)?;
    Ok(due.saturating_add(left))
}

/// Whether any follow-up's time has come: asked before taking the writer.
pub fn any_to_wake(conn: &mut Conn, workspace: WorkspaceId, now: Timestamp) -> StoreResult<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let row: Row = sql("SELECT CASE WHEN EXISTS (SELECT 1 FROM follow_ups u WHERE u.state IN ('settling', 'snoozed') AND u.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND u.ready_at <= ")
        .bind::<Instant, _>(now)
        .sql(") OR EXISTS (SELECT 1 FROM follow_ups u WHERE u.state = 'claimed' AND u.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND u.lease_until <= ")
        .bind::<Instant, _>(now)
        .sql(") THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS n")
        .one(conn)?;
    Ok(row.n == 1)
}

/// Lets go what is held for a reason, of one release or of all: the items become owed and their follow-ups open.
pub fn open_held(
    conn: &mut Conn,
    workspace: WorkspaceId,
    reason: Reason,
    release: Option<ReleaseId>,
    now: Timestamp,
) -> StoreResult<usize> {
    sql("UPDATE follow_up_items SET state = 'owed', reason = NULL WHERE state = 'held' AND workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND reason = ")
        .bind::<Text, _>(reason.as_str())
        .sql(" AND release_id = coalesce(")
        .bind::<Nullable<Id>, _>(release)
        .sql(", release_id)")
        .run(conn)?;
    sql("UPDATE follow_ups SET state = 'open', reason = NULL, version = version + 1, updated_at = ")
        .bind::<Instant, _>(now)
        .sql(" WHERE state = 'held' AND workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(" AND reason = ")
        .bind::<Text, _>(reason.as_str())
        .sql(
            " AND EXISTS (SELECT 1 FROM follow_up_items i WHERE i.workspace_id = follow_ups.workspace_id
            AND i.follow_up_id = follow_ups.id AND i.state = 'owed')",
        )
        .run(conn)
}

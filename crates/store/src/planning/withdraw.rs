//! Withdraws what is no longer owed. A reply that is on its way is left alone: it will arrive.

use diesel::sql_types::{BigInt, Text};
use domain::sql::{Id, Instant};
use domain::state::Reason;
use domain::{FeatureId, FollowUpId, PersonId, ReleaseId, Timestamp, WorkspaceId};

use super::plan::live;
use super::prepare;
use crate::conn::{Conn, Run, StoreResult, sql};

/// Which items to withdraw.
#[derive(Clone, Copy, Debug)]
pub enum Withdrawal {
    /// At most so many of those that a release gave rise to.
    Release(ReleaseId, i64),
    /// Those about an effective feature that nobody asks for any more, or that is not out any more.
    Feature(FeatureId),
    /// Those of an effective person, likewise.
    Person(PersonId),
    /// All of an effective person: they asked to stop.
    OptedOut(PersonId),
}

/// An item is justified while somebody of the person's group asks for a feature of the item's group, one of these is in a
/// release that is shipped, and nobody of the group was told about it.
const UNJUSTIFIED: &str = " AND NOT (
    NOT EXISTS (SELECT 1 FROM features f
        JOIN features g ON g.workspace_id = f.workspace_id AND g.effective_id = f.effective_id
        JOIN people p ON p.workspace_id = f.workspace_id AND p.id = i.person_id
        JOIN told t ON t.workspace_id = g.workspace_id AND t.feature_id = g.id
            AND t.person_id IN (SELECT p.effective_id UNION ALL SELECT m.id FROM people m
                WHERE m.merged_into IS NOT NULL AND m.workspace_id = p.workspace_id AND m.effective_id = p.effective_id)
        WHERE f.workspace_id = i.workspace_id AND f.id = i.feature_id)
    AND EXISTS (SELECT 1 FROM features f
        JOIN features g ON g.workspace_id = f.workspace_id AND g.effective_id = f.effective_id
        JOIN release_features rf ON rf.workspace_id = g.workspace_id AND rf.feature_id = g.id
        JOIN releases x ON x.workspace_id = rf.workspace_id AND x.id = rf.release_id AND x.status = 'shipped'
        WHERE f.workspace_id = i.workspace_id AND f.id = i.feature_id)
    AND EXISTS (SELECT 1 FROM features f
        JOIN features g ON g.workspace_id = f.workspace_id AND g.effective_id = f.effective_id
        JOIN people p ON p.workspace_id = f.workspace_id AND p.id = i.person_id
        JOIN requests r ON r.workspace_id = g.workspace_id AND r.feature_id = g.id AND r.kind = 'asks' AND r.withdrawn_at IS NULL
            AND r.person_id IN (SELECT p.effective_id UNION ALL SELECT m.id FROM people m
                WHERE m.merged_into IS NOT NULL AND m.workspace_id = p.workspace_id AND m.effective_id = p.effective_id)
        WHERE f.workspace_id = i.workspace_id AND f.id = i.feature_id))";

/// Withdraws, giving `cause` as the reason; how many items.
pub fn withdraw(
    conn: &mut Conn,
    workspace: WorkspaceId,
    which: Withdrawal,
    cause: Reason,
    now: Timestamp,
) -> StoreResult<usize> {
    prepare(conn)?;
    let touched = gather(conn, workspace, which)?;
    if touched > 0 {
        withdraw_items(conn, workspace, cause)?;
        close_empty(conn, workspace, cause, now)?;
        refresh(conn, workspace, now)?;
    }
    Ok(touched)
}

const OF_PERSON: &str = " UNION ALL SELECT m.id FROM people m WHERE m.merged_into IS NOT NULL AND m.workspace_id = i.workspace_id AND m.effective_id = ";

fn gather(conn: &mut Conn, workspace: WorkspaceId, which: Withdrawal) -> StoreResult<usize> {
    let items = sql("INSERT INTO touched (person_id, feature_id, follow_up_id)
        SELECT i.person_id, i.feature_id, i.follow_up_id FROM follow_up_items i
        JOIN follow_ups u ON u.workspace_id = i.workspace_id AND u.id = i.follow_up_id AND u.state <> 'replying'
        WHERE i.state IN ('owed', 'held') AND i.workspace_id = ")
    .bind::<Id, _>(workspace);
    match which {
        Withdrawal::Release(release, limit) => items
            .sql(" AND i.release_id = ")
            .bind::<Id, _>(release)
            .sql(" LIMIT ")
            .bind::<BigInt, _>(limit)
            .run(conn),
        Withdrawal::Feature(feature) => items
            .sql(" AND i.feature_id IN (SELECT g.id FROM features g WHERE g.workspace_id = i.workspace_id AND g.effective_id = ")
            .bind::<Id, _>(feature)
            .sql(")")
            .sql(UNJUSTIFIED)
            .run(conn),
        Withdrawal::Person(person) => items
            .sql(" AND i.person_id IN (SELECT ")
            .bind::<Id, _>(person)
            .sql(OF_PERSON)
            .bind::<Id, _>(person)
            .sql(")")
            .sql(UNJUSTIFIED)
            .run(conn),
        Withdrawal::OptedOut(person) => items
            .sql(" AND i.person_id IN (SELECT ")
            .bind::<Id, _>(person)
            .sql(OF_PERSON)
            .bind::<Id, _>(person)
            .sql(")")
            .run(conn),
    }
}

/// Brings one follow-up in step with its items, after some of them left it.
pub fn refresh_one(
    conn: &mut Conn,
    workspace: WorkspaceId,
    id: FollowUpId,
    now: Timestamp,
) -> StoreResult<()> {
    prepare(conn)?;
    sql("INSERT INTO touched (person_id, feature_id, follow_up_id)
        SELECT i.person_id, i.feature_id, i.follow_up_id FROM follow_up_items i WHERE i.workspace_id = ")
    .bind::<Id, _>(workspace)
    .sql(" AND i.follow_up_id = ")
    .bind::<Id, _>(id)
    .run(conn)?;
    refresh(conn, workspace, now).map(drop)
}

fn withdraw_items(conn: &mut Conn, workspace: WorkspaceId, cause: Reason) -> StoreResult<usize> {
    sql("UPDATE follow_up_items SET state = 'withdrawn', reason = ")
        .bind::<Text, _>(cause.as_str())
        .sql(" FROM touched t WHERE follow_up_items.person_id = t.person_id AND follow_up_items.feature_id = t.feature_id
            AND follow_up_items.workspace_id = ")
        .bind::<Id, _>(workspace)
        .run(conn)
}

/// A follow-up without anything left to say is withdrawn, whoever holds it.
fn close_empty(conn: &mut Conn, workspace: WorkspaceId, cause: Reason, now: Timestamp) -> StoreResult<usize> {
    sql("UPDATE follow_ups SET state = 'withdrawn', ready_at = NULL, claimed_by = NULL, lease_token = NULL, lease_until = NULL,
            claimed_at = NULL, version = version + 1, reason = ")
    .bind::<Text, _>(cause.as_str())
    .sql(", updated_at = ")
    .bind::<Instant, _>(now)
    .sql(" WHERE id IN (SELECT t.follow_up_id FROM touched t) AND workspace_id = ")
    .bind::<Id, _>(workspace)
    .sql(concat!(" AND state IN ", live!(), " AND NOT EXISTS (SELECT 1 FROM follow_up_items i
            WHERE i.workspace_id = follow_ups.workspace_id AND i.follow_up_id = follow_ups.id AND i.state IN ('owed', 'held'))"))
    .run(conn)
}

/// What is left of a follow-up decides its place in the queue, its message, and whether it is held.
fn refresh(conn: &mut Conn, workspace: WorkspaceId, now: Timestamp) -> StoreResult<usize> {
    sql("UPDATE follow_ups SET version = version + 1, updated_at = ")
        .bind::<Instant, _>(now)
        .sql(", asked_at = (SELECT min(i.asked_at) FROM follow_up_items i
                WHERE i.workspace_id = follow_ups.workspace_id AND i.follow_up_id = follow_ups.id AND i.state IN ('owed', 'held')),
            message_id = (SELECT r.message_id FROM follow_up_items i
                JOIN requests r ON r.workspace_id = i.workspace_id AND r.id = i.request_id
                WHERE i.workspace_id = follow_ups.workspace_id AND i.follow_up_id = follow_ups.id AND i.state IN ('owed', 'held')
                ORDER BY CASE WHEN i.state = 'owed' THEN 0 ELSE 1 END, r.asked_at DESC, r.id LIMIT 1),
            network = (SELECT m.network FROM follow_up_items i
                JOIN requests r ON r.workspace_id = i.workspace_id AND r.id = i.request_id
                JOIN messages m ON m.workspace_id = r.workspace_id AND m.id = r.message_id
                WHERE i.workspace_id = follow_ups.workspace_id AND i.follow_up_id = follow_ups.id AND i.state IN ('owed', 'held')
                ORDER BY CASE WHEN i.state = 'owed' THEN 0 ELSE 1 END, r.asked_at DESC, r.id LIMIT 1)
        WHERE id IN (SELECT t.follow_up_id FROM touched t) AND workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(concat!(" AND state IN ", live!()))
        .run(conn)?;
    hold_if_nothing_is_owed(conn, workspace)
}

/// A follow-up whose items are all held is held, for the reason of one of them; nobody holds it any more.
fn hold_if_nothing_is_owed(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<usize> {
    sql("UPDATE follow_ups SET state = 'held', ready_at = NULL, claimed_by = NULL, lease_token = NULL, lease_until = NULL, claimed_at = NULL,
            reason = (SELECT min(i.reason) FROM follow_up_items i
                WHERE i.workspace_id = follow_ups.workspace_id AND i.follow_up_id = follow_ups.id AND i.state = 'held')
        WHERE id IN (SELECT t.follow_up_id FROM touched t) AND workspace_id = ")
    .bind::<Id, _>(workspace)
    .sql(" AND state IN ('settling', 'open', 'claimed', 'snoozed') AND NOT EXISTS (SELECT 1 FROM follow_up_items i
            WHERE i.workspace_id = follow_ups.workspace_id AND i.follow_up_id = follow_ups.id AND i.state = 'owed')")
    .run(conn)
}

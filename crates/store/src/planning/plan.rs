//! Plans what is owed: people who ask for a shipped feature and have neither been told nor refused.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use domain::sql::{Id, Instant};
use domain::state::{FollowUpState, ItemState, Reason};
use domain::{FeatureId, PersonId, ReleaseId, Timestamp, WorkspaceId};

use super::prepare;
use crate::conn::{Conn, Run, StoreResult, sql};

/// A feature that is out, and how.
#[derive(Clone, Copy, Debug)]
pub struct Shipping {
    /// The effective feature.
    pub feature: FeatureId,
    /// The release that it is told with.
    pub release: ReleaseId,
    /// Whether the release reaches everyone.
    pub everyone: bool,
    /// When its grace period ends.
    pub settles_at: Timestamp,
}

/// Whose requests to look at.
#[derive(Clone, Copy, Debug)]
pub enum Asker {
    /// Everyone who was never merged, with an id from the first to the second.
    Range(PersonId, PersonId),
    /// One person, whose requests count for the second, effective one.
    Merged(PersonId, PersonId),
}

/// The states in which more can join a follow-up, as SQL; see [`FollowUpState::is_live`].
macro_rules! live {
    () => {
        "('settling', 'open', 'claimed', 'replying', 'snoozed', 'held')"
    };
}
pub(super) use live;

/// Plans the requests for one original feature; how many items were planned. Repeating it plans nothing twice.
pub fn plan(
    conn: &mut Conn,
    workspace: WorkspaceId,
    shipping: &Shipping,
    asked: (FeatureId, Asker),
    now: Timestamp,
) -> StoreResult<usize> {
    prepare(conn)?;
    if gather(conn, workspace, shipping, asked)? == 0 {
        return Ok(0);
    }
    let entry = Entry::of(shipping, now);
    join_live(conn, workspace, &entry, now)?;
    open_new(conn, workspace, &entry, now)?;
    add_items(conn, workspace, shipping, &entry, now)
}

/// How a follow-up begins.
struct Entry {
    state: FollowUpState,
    reason: Option<&'static str>,
    ready_at: Option<Timestamp>,
    item: ItemState,
}

impl Entry {
    fn of(shipping: &Shipping, now: Timestamp) -> Entry {
        if !shipping.everyone {
            let reason = Some(Reason::AudienceNotReached.as_str());
            return Entry { state: FollowUpState::Held, reason, ready_at: None, item: ItemState::Held };
        }
        if shipping.settles_at > now {
            let ready_at = Some(shipping.settles_at);
            return Entry { state: FollowUpState::Settling, reason: None, ready_at, item: ItemState::Owed };
        }
        Entry { state: FollowUpState::Open, reason: None, ready_at: None, item: ItemState::Owed }
    }
}

/// Step 1: who is due. One covering index scan groups the requests by person; each person then costs a few probes.
fn gather(
    conn: &mut Conn,
    workspace: WorkspaceId,
    shipping: &Shipping,
    asked: (FeatureId, Asker),
) -> StoreResult<usize> {
    let (feature, asker) = asked;
    let (low, high, counts_for) = match asker {
        Asker::Range(low, high) => (low, high, None),
        Asker::Merged(person, effective) => (person, person, Some(effective)),
    };
    sql("INSERT INTO due (person_id, request_id, asked_at, history, barred)
        WITH askers AS (
            SELECT r.person_id AS asker, min(r.asked_at) AS first_asked, max(r.asked_at) AS last_asked,
                min(CASE WHEN r.history THEN 1 ELSE 0 END) AS history
            FROM requests r
            WHERE r.kind = 'asks' AND r.withdrawn_at IS NULL AND r.workspace_id = ")
    .bind::<Id, _>(workspace)
    .sql(" AND r.feature_id = ")
    .bind::<Id, _>(feature)
    .sql(" AND r.person_id >= ")
    .bind::<Id, _>(low)
    .sql(" AND r.person_id <= ")
    .bind::<Id, _>(high)
    .sql(" GROUP BY r.person_id),
        -- One row of constants, so that each is bound once.
        k AS (SELECT w.id AS workspace_id, f.id AS feature_id, f.effective_id, p.id AS counts_for, x.id AS release_id, x.audience
            FROM workspaces w
            JOIN features f ON f.workspace_id = w.id AND f.id = ")
    .bind::<Id, _>(feature)
    .sql(" JOIN releases x ON x.workspace_id = w.id AND x.id = ")
    .bind::<Id, _>(shipping.release)
    .sql(" LEFT JOIN people p ON p.workspace_id = w.id AND p.id = ")
    .bind::<Nullable<Id>, _>(counts_for)
    .sql(" WHERE w.id = ")
    .bind::<Id, _>(workspace)
    .sql("),
        people_due AS (
            SELECT coalesce(k.counts_for, a.asker) AS person_id, a.asker, a.first_asked, a.last_asked, a.history,
                k.workspace_id, k.feature_id, k.effective_id, k.release_id, k.audience
            FROM askers a CROSS JOIN k
            WHERE k.counts_for IS NOT NULL OR NOT EXISTS (
                SELECT 1 FROM people m WHERE m.workspace_id = k.workspace_id AND m.id = a.asker AND m.merged_into IS NOT NULL))
        SELECT d.person_id,
            (SELECT r.id FROM requests r WHERE r.kind = 'asks' AND r.withdrawn_at IS NULL AND r.workspace_id = d.workspace_id
                AND r.feature_id = d.feature_id AND r.person_id = d.asker AND r.asked_at = d.last_asked ORDER BY r.id LIMIT 1),
            d.first_asked, d.history,
            CASE WHEN EXISTS (SELECT 1 FROM opt_outs o WHERE o.revoked_at IS NULL AND o.workspace_id = d.workspace_id AND o.person_id = d.person_id)
                OR EXISTS (SELECT 1 FROM people m JOIN opt_outs o ON o.workspace_id = m.workspace_id AND o.person_id = m.id AND o.revoked_at IS NULL
                    WHERE m.merged_into IS NOT NULL AND m.workspace_id = d.workspace_id AND m.effective_id = d.person_id)
                THEN 1 ELSE 0 END
        FROM people_due d
        WHERE NOT EXISTS (SELECT 1 FROM told t WHERE t.workspace_id = d.workspace_id AND t.person_id = d.person_id
                AND t.feature_id IN (SELECT g.id FROM features g WHERE g.workspace_id = d.workspace_id AND g.effective_id = d.effective_id))
            AND NOT EXISTS (SELECT 1 FROM people m JOIN told t ON t.workspace_id = m.workspace_id AND t.person_id = m.id
                WHERE m.merged_into IS NOT NULL AND m.workspace_id = d.workspace_id AND m.effective_id = d.person_id
                AND t.feature_id IN (SELECT g.id FROM features g WHERE g.workspace_id = d.workspace_id AND g.effective_id = d.effective_id))
            AND NOT EXISTS (SELECT 1 FROM follow_up_items i WHERE i.workspace_id = d.workspace_id AND i.person_id = d.person_id
                AND i.feature_id IN (SELECT g.id FROM features g WHERE g.workspace_id = d.workspace_id AND g.effective_id = d.effective_id)
                AND (i.state = 'owed'
                    OR (i.state = 'held' AND NOT (i.reason = 'audience_not_reached' AND d.audience = 'everyone') AND NOT (i.reason = 'history' AND d.history = 0))
                    OR (i.state = 'skipped' AND (i.reason <> 'does_not_answer' OR i.release_id = d.release_id))))
            AND NOT EXISTS (SELECT 1 FROM people m JOIN follow_up_items i ON i.workspace_id = m.workspace_id AND i.person_id = m.id
                WHERE m.merged_into IS NOT NULL AND m.workspace_id = d.workspace_id AND m.effective_id = d.person_id
                AND i.feature_id IN (SELECT g.id FROM features g WHERE g.workspace_id = d.workspace_id AND g.effective_id = d.effective_id)
                AND (i.state = 'owed'
                    OR (i.state = 'held' AND NOT (i.reason = 'audience_not_reached' AND d.audience = 'everyone') AND NOT (i.reason = 'history' AND d.history = 0))
                    OR (i.state = 'skipped' AND (i.reason <> 'does_not_answer' OR i.release_id = d.release_id))))")
    .run(conn)
}

/// Step 2: law 3, what ships while a follow-up is live joins it. One that was open settles again with the new feature; one
/// that was held has something to say now.
fn join_live(conn: &mut Conn, workspace: WorkspaceId, entry: &Entry, now: Timestamp) -> StoreResult<usize> {
    sql("UPDATE follow_ups SET updated_at = ")
        .bind::<Instant, _>(now)
        .sql(", version = version + 1,
            asked_at = CASE WHEN d.asked_at < follow_ups.asked_at THEN d.asked_at ELSE follow_ups.asked_at END,
            ready_at = CASE WHEN follow_ups.state IN ('open', 'held') AND d.history = 0 AND e.state <> 'held' THEN e.ready_at ELSE follow_ups.ready_at END,
            reason = CASE WHEN follow_ups.state = 'held' AND d.history = 0 AND e.state <> 'held' THEN NULL ELSE follow_ups.reason END,
            state = CASE WHEN follow_ups.state IN ('open', 'held') AND d.history = 0 AND e.state <> 'held' THEN e.state ELSE follow_ups.state END
        FROM due d, (SELECT CAST(")
        .bind::<Text, _>(entry.state.as_str())
        .sql(" AS TEXT) AS state, ")
        .bind::<Nullable<Instant>, _>(entry.ready_at)
        .sql(" AS ready_at) e
        WHERE d.barred = 0 AND follow_ups.person_id = d.person_id AND follow_ups.workspace_id = ")
        .bind::<Id, _>(workspace)
        .sql(concat!(" AND follow_ups.state IN ", live!()))
        .run(conn)
}

/// Step 3: a follow-up for everyone else. It answers the message in which the person asked last.
fn open_new(conn: &mut Conn, workspace: WorkspaceId, entry: &Entry, now: Timestamp) -> StoreResult<usize> {
    sql("INSERT INTO follow_ups (workspace_id, id, person_id, state, reason, asked_at, message_id, network, ready_at, created_at, updated_at)
        SELECT r.workspace_id, uuid7(n.now), d.person_id,
            CASE WHEN d.history = 1 THEN 'held' ELSE n.state END,
            CASE WHEN d.history = 1 AND n.state <> 'held' THEN 'history' ELSE n.reason END,
            d.asked_at, m.id, m.network,
            CASE WHEN d.history = 1 THEN NULL ELSE n.ready_at END, n.now, n.now
        FROM due d
        JOIN requests r ON r.id = d.request_id AND r.workspace_id = ")
    .bind::<Id, _>(workspace)
    .sql(" JOIN messages m ON m.workspace_id = r.workspace_id AND m.id = r.message_id
        CROSS JOIN (SELECT ")
    .bind::<Instant, _>(now)
    .sql(" AS now, CAST(")
    .bind::<Text, _>(entry.state.as_str())
    .sql(" AS TEXT) AS state, CAST(")
    .bind::<Nullable<Text>, _>(entry.reason)
    .sql(" AS TEXT) AS reason, ")
    .bind::<Nullable<Instant>, _>(entry.ready_at)
    .sql(concat!(" AS ready_at) n
        WHERE d.barred = 0 AND NOT EXISTS (SELECT 1 FROM follow_ups x
            WHERE x.workspace_id = r.workspace_id AND x.person_id = d.person_id AND x.state IN ", live!(), ")"))
    .run(conn)
}

/// Step 4: the items. Whoever asked to stop gets one that says so and belongs to no follow-up.
fn add_items(
    conn: &mut Conn,
    workspace: WorkspaceId,
    shipping: &Shipping,
    entry: &Entry,
    now: Timestamp,
) -> StoreResult<usize> {
    sql("INSERT INTO follow_up_items (workspace_id, person_id, feature_id, follow_up_id, request_id, release_id, state, reason, asked_at, joined_at)
        SELECT n.workspace_id, d.person_id, n.feature_id, u.id, d.request_id, n.release_id,
            CASE WHEN d.barred = 1 THEN 'withdrawn' WHEN d.history = 1 THEN 'held' ELSE n.state END,
            CASE WHEN d.barred = 1 THEN 'opted_out' WHEN d.history = 1 AND n.state <> 'held' THEN 'history' ELSE n.reason END,
            d.asked_at, n.now
        FROM due d
        CROSS JOIN (SELECT ")
    .bind::<Id, _>(workspace)
    .sql(" AS workspace_id, ")
    .bind::<Id, _>(shipping.feature)
    .sql(" AS feature_id, ")
    .bind::<Id, _>(shipping.release)
    .sql(" AS release_id, CAST(")
    .bind::<Text, _>(entry.item.as_str())
    .sql(" AS TEXT) AS state, CAST(")
    .bind::<Nullable<Text>, _>(entry.reason)
    .sql(" AS TEXT) AS reason, ")
    .bind::<Instant, _>(now)
    .sql(concat!(" AS now) n
        LEFT JOIN follow_ups u ON d.barred = 0 AND u.workspace_id = n.workspace_id AND u.person_id = d.person_id AND u.state IN ", live!(), "
        WHERE true
        ON CONFLICT (workspace_id, person_id, feature_id) DO UPDATE SET follow_up_id = excluded.follow_up_id, request_id = excluded.request_id,
            release_id = excluded.release_id, state = excluded.state, reason = excluded.reason, answer = NULL,
            asked_at = excluded.asked_at, joined_at = excluded.joined_at"))
    .run(conn)
}

#[derive(QueryableByName)]
struct Boundary {
    #[diesel(sql_type = Id)]
    person_id: PersonId,
}

/// The id that ends the next chunk of about `size` requests for a feature, from people behind `after`; `None` at the end.
pub fn next_boundary(
    conn: &mut Conn,
    workspace: WorkspaceId,
    feature: FeatureId,
    after: PersonId,
    size: i64,
) -> StoreResult<Option<PersonId>> {
    let row: Option<Boundary> = sql(
        "SELECT person_id FROM requests WHERE kind = 'asks' AND withdrawn_at IS NULL AND workspace_id = ",
    )
    .bind::<Id, _>(workspace)
    .sql(" AND feature_id = ")
    .bind::<Id, _>(feature)
    .sql(" AND person_id > ")
    .bind::<Id, _>(after)
    .sql(" ORDER BY person_id LIMIT 1 OFFSET ")
    .bind::<BigInt, _>(size)
    .maybe(conn)?;
    Ok(row.map(|row| row.person_id))
}

#[derive(QueryableByName)]
struct MergedAsker {
    #[diesel(sql_type = Id)]
    id: PersonId,
    #[diesel(sql_type = Id)]
    effective_id: PersonId,
}

/// The merged people who ask for a feature, each with the effective one.
pub fn merged_askers(
    conn: &mut Conn,
    workspace: WorkspaceId,
    feature: FeatureId,
) -> StoreResult<Vec<(PersonId, PersonId)>> {
    let rows: Vec<MergedAsker> = sql(
        "SELECT m.id, m.effective_id FROM people m WHERE m.merged_into IS NOT NULL AND m.workspace_id = ",
    )
    .bind::<Id, _>(workspace)
    .sql(
        " AND EXISTS (SELECT 1 FROM requests r WHERE r.kind = 'asks' AND r.withdrawn_at IS NULL
            AND r.workspace_id = m.workspace_id AND r.person_id = m.id AND r.feature_id = ",
    )
    .bind::<Id, _>(feature)
    .sql(")")
    .all(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row.effective_id)).collect())
}

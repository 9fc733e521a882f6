//! Follow-ups, their items, and the ledger of who was told.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use domain::sql::{Id, Instant};
use domain::state::{Answer, FollowUpState, ItemState, Reason};
use domain::{FeatureId, FollowUpId, MemberId, MessageId, PersonId, ReleaseId, RequestId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of, sql};
use crate::schema::{features, follow_up_items as items, follow_ups, people, told};

/// What we owe one person.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = follow_ups, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct FollowUp {
    /// Its id.
    pub id: FollowUpId,
    /// The effective person.
    pub person_id: PersonId,
    /// Where it is in its life.
    pub state: FollowUpState,
    /// Why it is held, skipped or withdrawn.
    pub reason: Option<Reason>,
    /// The oldest ask among its items.
    pub asked_at: Timestamp,
    /// The message that the reply goes to.
    pub message_id: MessageId,
    /// That message's network.
    pub network: String,
    /// When it opens, if it settles or is snoozed.
    pub ready_at: Option<Timestamp>,
    /// Who works on it.
    pub claimed_by: Option<MemberId>,
    /// What every step under the claim must bring.
    pub lease_token: Option<String>,
    /// When the claim ends.
    pub lease_until: Option<Timestamp>,
    /// When it was claimed.
    pub claimed_at: Option<Timestamp>,
    /// When the person was told: the fact.
    pub told_at: Option<Timestamp>,
    /// Who told them.
    pub told_by: Option<MemberId>,
    /// Where.
    pub told_url: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Goes up with each change.
    pub version: i64,
}

/// One feature of a follow-up.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = items)]
pub struct Item {
    /// The effective person at planning.
    pub person_id: PersonId,
    /// The effective feature at planning.
    pub feature_id: FeatureId,
    /// The follow-up that it belongs to.
    pub follow_up_id: Option<FollowUpId>,
    /// The request that it answers.
    pub request_id: RequestId,
    /// The release that it is told with.
    pub release_id: ReleaseId,
    /// Where it stands.
    pub state: ItemState,
    /// Why it is held, skipped or withdrawn.
    pub reason: Option<Reason>,
    /// Whether what shipped answers what was asked.
    pub answer: Option<Answer>,
    /// When the person first asked.
    pub asked_at: Timestamp,
    /// When it became part of the follow-up.
    pub joined_at: Timestamp,
}

/// Which follow-ups are listed.
#[derive(Clone, Debug, Default)]
pub struct FollowUpQuery {
    /// In this state.
    pub state: Option<FollowUpState>,
    /// On this network.
    pub network: Option<String>,
    /// About this release.
    pub release: Option<ReleaseId>,
    /// Claimed by this member.
    pub assignee: Option<MemberId>,
    /// Of this effective person.
    pub person: Option<PersonId>,
}

/// One follow-up.
pub fn find(conn: &mut Conn, workspace: WorkspaceId, id: FollowUpId) -> StoreResult<Option<FollowUp>> {
    follow_ups::table
        .filter(follow_ups::workspace_id.eq(workspace))
        .filter(follow_ups::id.eq(id))
        .select(of::<FollowUp>())
        .maybe(conn)
}

/// Adds a follow-up.
pub fn insert(conn: &mut Conn, workspace: WorkspaceId, follow_up: &FollowUp) -> StoreResult<()> {
    diesel::insert_into(follow_ups::table).values((follow_ups::workspace_id.eq(workspace), follow_up)).run(conn).map(drop)
}

/// Writes a follow-up as it is now; its version goes up.
pub fn update(conn: &mut Conn, workspace: WorkspaceId, follow_up: &mut FollowUp) -> StoreResult<()> {
    follow_up.version = follow_up.version.saturating_add(1);
    diesel::update(follow_ups::table)
        .filter(follow_ups::workspace_id.eq(workspace))
        .filter(follow_ups::id.eq(follow_up.id))
        .set(&*follow_up)
        .run(conn)
        .map(drop)
}

/// A page of follow-ups, the oldest ask first.
pub fn list(
    conn: &mut Conn,
    workspace: WorkspaceId,
    query: &FollowUpQuery,
    after: Option<(Timestamp, FollowUpId)>,
    limit: i64,
) -> StoreResult<Vec<FollowUp>> {
    let (time, id) = after.unwrap_or((Timestamp::FIRST, FollowUpId(uuid::Uuid::nil())));
    macro_rules! page {
        ($c:expr) => {{
            let mut page = follow_ups::table
                .filter(follow_ups::workspace_id.eq(workspace))
                .filter(follow_ups::asked_at.ge(time))
                .filter(follow_ups::asked_at.gt(time).or(follow_ups::id.gt(id)))
                .order((follow_ups::asked_at.asc(), follow_ups::id.asc()))
                .limit(limit)
                .select(of::<FollowUp>())
                .into_boxed();
            if let Some(state) = query.state {
                page = page.filter(follow_ups::state.eq(state));
            }
            if let Some(network) = &query.network {
                page = page.filter(follow_ups::network.eq(network));
            }
            if let Some(member) = query.assignee {
                page = page.filter(follow_ups::claimed_by.eq(member));
            }
            if let Some(person) = query.person {
                page = page.filter(follow_ups::person_id.eq(person));
            }
            if let Some(release) = query.release {
                let of_release = items::table
                    .filter(items::workspace_id.eq(workspace))
                    .filter(items::release_id.eq(release))
                    .filter(items::follow_up_id.is_not_null())
                    .select(items::follow_up_id.assume_not_null());
                page = page.filter(follow_ups::id.eq_any(of_release));
            }
            page.load($c)?
        }};
    }
    Ok(match conn {
        Conn::Sqlite(c) => page!(c),
        Conn::Postgres(c) => page!(c),
    })
}

/// The items of some follow-ups, those who asked first leading.
pub fn items_of(conn: &mut Conn, workspace: WorkspaceId, ids: &[FollowUpId]) -> StoreResult<Vec<Item>> {
    items::table
        .filter(items::workspace_id.eq(workspace))
        .filter(items::follow_up_id.eq_any(ids))
        .order((items::asked_at.asc(), items::feature_id.asc()))
        .select(of::<Item>())
        .all(conn)
}

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

/// Claims the follow-up whose ask is the oldest. Two callers never get the same one: PostgreSQL skips rows that another
/// caller is claiming, and SQLite has one writer.
pub fn claim_next(conn: &mut Conn, workspace: WorkspaceId, claim: &Claim, now: Timestamp) -> StoreResult<Option<FollowUpId>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Id)]
        id: FollowUpId,
    }
    macro_rules! next {
        ($c:expr, $skip:literal) => {{
            let head = sql("UPDATE follow_ups SET state = 'claimed', ready_at = NULL, reason = NULL, version = version + 1, claimed_by = ")
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
            // A literal LIMIT: with a parameter PostgreSQL's generic plan chose a full scan.
            let tail = concat!(" LIMIT 1", $skip, ") RETURNING id");
            const OPEN: &str = " AND id = (SELECT u.id FROM follow_ups u WHERE u.state = 'open' AND u.workspace_id = ";
            const OF_RELEASE: &str = " AND id = (SELECT u.id FROM follow_up_items i JOIN follow_ups u
                ON u.workspace_id = i.workspace_id AND u.id = i.follow_up_id AND u.state = 'open' WHERE i.state = 'owed' AND i.workspace_id = ";
            let row: Option<Row> = match (&claim.release, &claim.network) {
                (None, None) => head.sql(OPEN).bind::<Id, _>(workspace).sql(" ORDER BY u.asked_at, u.id").sql(tail).get_result($c).optional()?,
                (None, Some(network)) => head
                    .sql(OPEN)
                    .bind::<Id, _>(workspace)
                    .sql(" AND u.network = ")
                    .bind::<Text, _>(network.as_str())
                    .sql(" ORDER BY u.asked_at, u.id")
                    .sql(tail)
                    .get_result($c)
                    .optional()?,
                (Some(release), network) => head
                    .sql(OF_RELEASE)
                    .bind::<Id, _>(workspace)
                    .sql(" AND i.release_id = ")
                    .bind::<Id, _>(*release)
                    .sql(" AND u.network = coalesce(CAST(")
                    .bind::<Nullable<Text>, _>(network.as_deref())
                    .sql(" AS TEXT), u.network) ORDER BY i.asked_at, i.follow_up_id")
                    .sql(tail)
                    .get_result($c)
                    .optional()?,
            };
            row
        }};
    }
    let row = match conn {
        Conn::Sqlite(c) => next!(c, ""),
        Conn::Postgres(c) => next!(c, " FOR UPDATE OF u SKIP LOCKED"),
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

/// The live follow-ups of a person and of everybody merged into them.
pub fn live_of(conn: &mut Conn, workspace: WorkspaceId, effective: PersonId) -> StoreResult<Vec<FollowUp>> {
    let group = people_of(conn, workspace, effective)?;
    let rows: Vec<FollowUp> = follow_ups::table
        .filter(follow_ups::workspace_id.eq(workspace))
        .filter(follow_ups::person_id.eq_any(group))
        .select(of::<FollowUp>())
        .order(follow_ups::id.asc())
        .all(conn)?;
    Ok(rows.into_iter().filter(|row| row.state.is_live()).collect())
}

/// A person and everybody merged into them.
pub fn people_of(conn: &mut Conn, workspace: WorkspaceId, effective: PersonId) -> StoreResult<Vec<PersonId>> {
    let mut group: Vec<PersonId> = people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::effective_id.eq(effective))
        .filter(people::merged_into.is_not_null())
        .select(people::id)
        .all(conn)?;
    group.push(effective);
    Ok(group)
}

/// Moves the items of one follow-up that are still owed or held to another.
pub fn move_items(conn: &mut Conn, workspace: WorkspaceId, from: FollowUpId, to: FollowUpId) -> StoreResult<usize> {
    diesel::update(items::table)
        .filter(items::workspace_id.eq(workspace))
        .filter(items::follow_up_id.eq(from))
        .filter(items::state.eq_any([ItemState::Owed, ItemState::Held]))
        .set(items::follow_up_id.eq(to))
        .run(conn)
}

/// Where one item stands now.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// Its state.
    pub state: ItemState,
    /// Why, if it is held, skipped or withdrawn.
    pub reason: Option<Reason>,
    /// What the responder said of it.
    pub answer: Option<Answer>,
}

/// Settles one item.
pub fn set_item(conn: &mut Conn, workspace: WorkspaceId, item: &Item, verdict: Verdict) -> StoreResult<()> {
    diesel::update(items::table)
        .filter(items::workspace_id.eq(workspace))
        .filter(items::person_id.eq(item.person_id))
        .filter(items::feature_id.eq(item.feature_id))
        .set((items::state.eq(verdict.state), items::reason.eq(verdict.reason), items::answer.eq(verdict.answer)))
        .run(conn)
        .map(drop)
}

/// Attaches one item to a follow-up, as owed or held.
pub fn attach_item(conn: &mut Conn, workspace: WorkspaceId, item: &Item, to: FollowUpId, verdict: Verdict) -> StoreResult<()> {
    set_item(conn, workspace, item, verdict)?;
    diesel::update(items::table)
        .filter(items::workspace_id.eq(workspace))
        .filter(items::person_id.eq(item.person_id))
        .filter(items::feature_id.eq(item.feature_id))
        .set(items::follow_up_id.eq(to))
        .run(conn)
        .map(drop)
}

/// A line of the ledger.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = told, treat_none_as_default_value = false)]
pub struct Told {
    /// The author of the message that was answered.
    pub person_id: PersonId,
    /// The feature that was asked for.
    pub feature_id: FeatureId,
    /// The follow-up.
    pub follow_up_id: FollowUpId,
    /// The message that was answered.
    pub message_id: MessageId,
    /// When.
    pub told_at: Timestamp,
    /// By whom.
    pub told_by: MemberId,
    /// Where.
    pub url: Option<String>,
}

/// Writes lines into the ledger. A line that is there already stays as it is.
pub fn insert_told(conn: &mut Conn, workspace: WorkspaceId, lines: &[Told]) -> StoreResult<usize> {
    let rows: Vec<_> = lines.iter().map(|line| (told::workspace_id.eq(workspace), line)).collect();
    diesel::insert_into(told::table).values(rows).on_conflict_do_nothing().run(conn)
}

/// Which of some effective features an effective person was told about, through all merges.
pub fn told_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    effective: PersonId,
    about: &[FeatureId],
) -> StoreResult<Vec<(FeatureId, Timestamp)>> {
    let group = people_of(conn, workspace, effective)?;
    told::table
        .inner_join(features::table.on(features::workspace_id.eq(told::workspace_id).and(features::id.eq(told::feature_id))))
        .filter(told::workspace_id.eq(workspace))
        .filter(told::person_id.eq_any(group))
        .filter(features::effective_id.eq_any(about))
        .order(told::told_at.asc())
        .select((features::effective_id, told::told_at))
        .all(conn)
}

/// Everybody told with a release, for a correction: (person, feature, message, time, link), newest first.
pub fn told_with(
    conn: &mut Conn,
    workspace: WorkspaceId,
    release: ReleaseId,
    after: Option<(Timestamp, FollowUpId)>,
    limit: i64,
) -> StoreResult<Vec<FollowUp>> {
    let (time, id) = after.unwrap_or((Timestamp::LAST, FollowUpId(uuid::Uuid::max())));
    let with_release = items::table
        .filter(items::workspace_id.eq(workspace))
        .filter(items::release_id.eq(release))
        .filter(items::state.eq(ItemState::Told))
        .filter(items::follow_up_id.is_not_null())
        .select(items::follow_up_id.assume_not_null());
    follow_ups::table
        .filter(follow_ups::workspace_id.eq(workspace))
        .filter(follow_ups::id.eq_any(with_release))
        .filter(follow_ups::state.eq(FollowUpState::Told))
        .filter(follow_ups::asked_at.le(time))
        .filter(follow_ups::asked_at.lt(time).or(follow_ups::id.lt(id)))
        .order((follow_ups::asked_at.desc(), follow_ups::id.desc()))
        .limit(limit)
        .select(of::<FollowUp>())
        .all(conn)
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
        .sql(" AND EXISTS (SELECT 1 FROM follow_up_items i WHERE i.workspace_id = follow_ups.workspace_id
            AND i.follow_up_id = follow_ups.id AND i.state = 'owed')")
        .run(conn)
}

//! Follow-ups: the rows, and lists of them.

mod details;
mod items;
mod ledger;
mod queue;

pub use details::{ItemDetail, PersonDetail, item_details, person_details};
pub use items::{Item, Verdict, attach_item, items_of, move_items, set_item};
pub use ledger::{Told, insert_told, told_of, told_with};
pub use queue::{Claim, any_to_wake, claim_next, open_held, wake};

use diesel::prelude::*;
use domain::state::{FollowUpState, Reason};
use domain::{FollowUpId, MemberId, MessageId, PersonId, ReleaseId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::{follow_up_items, follow_ups, people};

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
    diesel::insert_into(follow_ups::table)
        .values((follow_ups::workspace_id.eq(workspace), follow_up))
        .run(conn)
        .map(drop)
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
                let of_release = follow_up_items::table
                    .filter(follow_up_items::workspace_id.eq(workspace))
                    .filter(follow_up_items::release_id.eq(release))
                    .filter(follow_up_items::follow_up_id.is_not_null())
                    .select(follow_up_items::follow_up_id.assume_not_null());
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

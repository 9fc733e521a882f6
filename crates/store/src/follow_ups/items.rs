//! The items of follow-ups: one per feature.

use diesel::prelude::*;
use domain::state::{Answer, ItemState, Reason};
use domain::{FeatureId, FollowUpId, PersonId, ReleaseId, RequestId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::follow_up_items as items;

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

/// The items of some follow-ups, those who asked first leading.
pub fn items_of(conn: &mut Conn, workspace: WorkspaceId, ids: &[FollowUpId]) -> StoreResult<Vec<Item>> {
    items::table
        .filter(items::workspace_id.eq(workspace))
        .filter(items::follow_up_id.eq_any(ids))
        .order((items::asked_at.asc(), items::feature_id.asc()))
        .select(of::<Item>())
        .all(conn)
}

/// Moves the items of one follow-up that are still owed or held to another.
pub fn move_items(
    conn: &mut Conn,
    workspace: WorkspaceId,
    from: FollowUpId,
    to: FollowUpId,
) -> StoreResult<usize> {
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
        .set((
            items::state.eq(verdict.state),
            items::reason.eq(verdict.reason),
            items::answer.eq(verdict.answer),
        ))
        .run(conn)
        .map(drop)
}

/// Attaches one item to a follow-up, as owed or held.
pub fn attach_item(
    conn: &mut Conn,
    workspace: WorkspaceId,
    item: &Item,
    to: FollowUpId,
    verdict: Verdict,
) -> StoreResult<()> {
    set_item(conn, workspace, item, verdict)?;
    diesel::update(items::table)
        .filter(items::workspace_id.eq(workspace))
        .filter(items::person_id.eq(item.person_id))
        .filter(items::feature_id.eq(item.feature_id))
        .set(items::follow_up_id.eq(to))
        .run(conn)
        .map(drop)
}

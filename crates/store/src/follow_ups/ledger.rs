//! The ledger of who was told about which feature (law 2).

use diesel::prelude::*;
use domain::state::{FollowUpState, ItemState};
use domain::{FeatureId, FollowUpId, MemberId, MessageId, PersonId, ReleaseId, Timestamp, WorkspaceId};

use super::{FollowUp, people_of};
use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::{features, follow_up_items as items, follow_ups, told};

/// A line of the ledger.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = told, treat_none_as_default_value = false)]
pub struct Told {
    /// The author of the message that was answered.
    pub person_id: PersonId,
    /// The feature that the reply names.
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
        .inner_join(
            features::table
                .on(features::workspace_id.eq(told::workspace_id).and(features::id.eq(told::feature_id))),
        )
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

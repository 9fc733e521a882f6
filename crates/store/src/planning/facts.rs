//! The facts about one person that planning starts from.

use diesel::prelude::*;
use domain::state::{ReleaseStatus, RequestKind};
use domain::{FeatureId, MessageId, PersonId, RequestId, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::follow_ups::{Item, people_of};
use crate::schema::{
    features, follow_up_items as items, identities, messages, opt_outs, people, release_features, releases,
    requests,
};

/// Whether a person, or anybody merged into them, asked to stop.
pub fn is_opted_out(conn: &mut Conn, workspace: WorkspaceId, effective: PersonId) -> StoreResult<bool> {
    let group = people_of(conn, workspace, effective)?;
    let found: i64 = opt_outs::table
        .filter(opt_outs::workspace_id.eq(workspace))
        .filter(opt_outs::person_id.eq_any(group))
        .filter(opt_outs::revoked_at.is_null())
        .count()
        .one(conn)?;
    Ok(found > 0)
}

/// The features that one person asks for, merges of people aside: each original one with the effective one.
pub fn features_asked_by(
    conn: &mut Conn,
    workspace: WorkspaceId,
    person: PersonId,
) -> StoreResult<Vec<(FeatureId, FeatureId)>> {
    requests::table
        .inner_join(
            features::table.on(features::workspace_id
                .eq(requests::workspace_id)
                .and(features::id.eq(requests::feature_id))),
        )
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::person_id.eq(person))
        .filter(requests::kind.eq(RequestKind::Asks))
        .filter(requests::withdrawn_at.is_null())
        .select((features::id, features::effective_id))
        .distinct()
        .all(conn)
}

/// The message of a request, and its network.
pub fn message_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    request: RequestId,
) -> StoreResult<(MessageId, String)> {
    requests::table
        .inner_join(
            messages::table.on(messages::workspace_id
                .eq(requests::workspace_id)
                .and(messages::id.eq(requests::message_id))),
        )
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::id.eq(request))
        .select((messages::id, messages::network))
        .one(conn)
}

/// The person who wrote a message, merges aside.
pub fn author_of(conn: &mut Conn, workspace: WorkspaceId, message: MessageId) -> StoreResult<PersonId> {
    messages::table
        .inner_join(identities::table.on(
            identities::workspace_id.eq(messages::workspace_id).and(identities::id.eq(messages::author_id)),
        ))
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::id.eq(message))
        .select(identities::person_id)
        .one(conn)
}

/// The features that word of some effective ones is about: these, and those merged into them that are out themselves. A
/// feature that is unmerged later keeps what was said of it, and no more.
pub fn features_named(
    conn: &mut Conn,
    workspace: WorkspaceId,
    effective: &[FeatureId],
) -> StoreResult<Vec<FeatureId>> {
    let is_out = release_features::table
        .inner_join(
            releases::table.on(releases::workspace_id
                .eq(release_features::workspace_id)
                .and(releases::id.eq(release_features::release_id))),
        )
        .filter(release_features::workspace_id.eq(features::workspace_id))
        .filter(release_features::feature_id.eq(features::id))
        .filter(releases::status.eq(ReleaseStatus::Shipped));
    features::table
        .filter(features::workspace_id.eq(workspace))
        .filter(features::effective_id.eq_any(effective))
        .filter(features::merged_into.is_null().or(diesel::dsl::exists(is_out)))
        .select(features::id)
        .all(conn)
}

/// The items of an effective person, through merges, about a group of features.
pub fn items_about(
    conn: &mut Conn,
    workspace: WorkspaceId,
    person: PersonId,
    effective: FeatureId,
) -> StoreResult<Vec<Item>> {
    let group = people_of(conn, workspace, person)?;
    items::table
        .inner_join(
            features::table
                .on(features::workspace_id.eq(items::workspace_id).and(features::id.eq(items::feature_id))),
        )
        .filter(items::workspace_id.eq(workspace))
        .filter(items::person_id.eq_any(group))
        .filter(features::effective_id.eq(effective))
        .select(of::<Item>())
        .all(conn)
}

/// One more person was told about each of some effective features.
pub fn count_told(conn: &mut Conn, workspace: WorkspaceId, effective: &[FeatureId]) -> StoreResult<()> {
    diesel::update(features::table)
        .filter(features::workspace_id.eq(workspace))
        .filter(features::id.eq_any(effective))
        .set(features::told.eq(features::told + 1))
        .run(conn)
        .map(drop)
}

/// The effective person: where the merges of a person end.
pub fn effective_person(conn: &mut Conn, workspace: WorkspaceId, person: PersonId) -> StoreResult<PersonId> {
    people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.eq(person))
        .select(people::effective_id)
        .one(conn)
}

//! What happened between us and some people, each kind newest first from behind a place.

use diesel::prelude::*;
use domain::state::{Disposition, FollowUpState, MessageState, RequestKind};
use domain::{
    FeatureId, FollowUpId, IdentityId, MemberId, MessageId, PersonId, RequestId, Timestamp, WorkspaceId,
};
use uuid::Uuid;

use crate::conn::{Conn, Run, StoreResult};
use crate::schema::{features, follow_ups, messages, requests, told};

/// A place on the timeline: everything shown so far is newer, or of the same time with a higher id.
#[derive(Clone, Copy, Debug)]
pub struct TimeKey {
    /// The time.
    pub at: Timestamp,
    /// Ties are broken by id.
    pub id: Uuid,
}

impl TimeKey {
    /// The place before everything.
    pub const NEWEST: TimeKey = TimeKey { at: Timestamp(253_402_300_799_999_999), id: Uuid::max() };
}

/// A message on the timeline.
#[derive(Clone, Debug, Queryable)]
pub struct MessageEntry {
    /// Its id.
    pub id: MessageId,
    /// When it was posted.
    pub at: Timestamp,
    /// The network.
    pub network: String,
    /// Its permalink.
    pub url: Option<String>,
    /// What it says.
    pub text: String,
    /// Where it is in its life.
    pub state: MessageState,
    /// How it was settled.
    pub disposition: Option<Disposition>,
}

/// A request on the timeline.
#[derive(Clone, Debug, Queryable)]
pub struct RequestEntry {
    /// Its id.
    pub id: RequestId,
    /// When it was asked.
    pub at: Timestamp,
    /// In which message.
    pub message_id: MessageId,
    /// The feature that it was linked to.
    pub feature_id: FeatureId,
    /// The feature that it counts for, after merges.
    pub effective_feature_id: FeatureId,
    /// The title of the feature that it was linked to.
    pub title: String,
    /// Whether they ask, mention or are against it.
    pub kind: RequestKind,
    /// Their words.
    pub quote: String,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

/// A feature that they were told about.
#[derive(Clone, Debug, Queryable)]
pub struct ToldEntry {
    /// The feature.
    pub feature_id: FeatureId,
    /// When they were told.
    pub at: Timestamp,
    /// Its title.
    pub title: String,
    /// By which follow-up.
    pub follow_up_id: FollowUpId,
    /// In answer to which message.
    pub message_id: MessageId,
    /// By whom.
    pub told_by: MemberId,
    /// Where the reply stands.
    pub url: Option<String>,
}

/// A follow-up on the timeline.
#[derive(Clone, Debug, Queryable)]
pub struct FollowUpEntry {
    /// Its id.
    pub id: FollowUpId,
    /// When it was made.
    pub at: Timestamp,
    /// Where it is in its life.
    pub state: FollowUpState,
    /// Why it is held, skipped or withdrawn.
    pub reason: Option<String>,
    /// The message that its reply goes to.
    pub message_id: MessageId,
}

/// The columns `$at` and `$id` are at or behind a place, newest first.
macro_rules! behind {
    ($at:expr, $id:expr, $key:expr, $of:path) => {
        $at.le($key.at).and($at.lt($key.at).or($id.lt($of($key.id))))
    };
}

/// The messages that some identities wrote.
pub fn messages(
    conn: &mut Conn,
    workspace: WorkspaceId,
    authors: &[IdentityId],
    after: TimeKey,
    limit: i64,
) -> StoreResult<Vec<MessageEntry>> {
    messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::author_id.eq_any(authors))
        .filter(behind!(messages::posted_at, messages::id, after, MessageId))
        .order((messages::posted_at.desc(), messages::id.desc()))
        .limit(limit)
        .select((
            messages::id,
            messages::posted_at,
            messages::network,
            messages::url,
            messages::text,
            messages::state,
            messages::disposition,
        ))
        .all(conn)
}

/// The requests of some people, withdrawn ones too.
pub fn requests(
    conn: &mut Conn,
    workspace: WorkspaceId,
    people: &[PersonId],
    after: TimeKey,
    limit: i64,
) -> StoreResult<Vec<RequestEntry>> {
    requests::table
        .inner_join(
            features::table.on(features::workspace_id
                .eq(requests::workspace_id)
                .and(features::id.eq(requests::feature_id))),
        )
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::person_id.eq_any(people))
        .filter(behind!(requests::asked_at, requests::id, after, RequestId))
        .order((requests::asked_at.desc(), requests::id.desc()))
        .limit(limit)
        .select((
            requests::id,
            requests::asked_at,
            requests::message_id,
            requests::feature_id,
            features::effective_id,
            features::title,
            requests::kind,
            requests::quote,
            requests::withdrawn_at,
        ))
        .all(conn)
}

/// What some people were told.
pub fn told(
    conn: &mut Conn,
    workspace: WorkspaceId,
    people: &[PersonId],
    after: TimeKey,
    limit: i64,
) -> StoreResult<Vec<ToldEntry>> {
    told::table
        .inner_join(
            features::table
                .on(features::workspace_id.eq(told::workspace_id).and(features::id.eq(told::feature_id))),
        )
        .filter(told::workspace_id.eq(workspace))
        .filter(told::person_id.eq_any(people))
        .filter(behind!(told::told_at, told::feature_id, after, FeatureId))
        .order((told::told_at.desc(), told::feature_id.desc()))
        .limit(limit)
        .select((
            told::feature_id,
            told::told_at,
            features::title,
            told::follow_up_id,
            told::message_id,
            told::told_by,
            told::url,
        ))
        .all(conn)
}

/// What we owed or owe some people.
pub fn follow_ups(
    conn: &mut Conn,
    workspace: WorkspaceId,
    people: &[PersonId],
    after: TimeKey,
    limit: i64,
) -> StoreResult<Vec<FollowUpEntry>> {
    follow_ups::table
        .filter(follow_ups::workspace_id.eq(workspace))
        .filter(follow_ups::person_id.eq_any(people))
        .filter(behind!(follow_ups::created_at, follow_ups::id, after, FollowUpId))
        .order((follow_ups::created_at.desc(), follow_ups::id.desc()))
        .limit(limit)
        .select((
            follow_ups::id,
            follow_ups::created_at,
            follow_ups::state,
            follow_ups::reason,
            follow_ups::message_id,
        ))
        .all(conn)
}

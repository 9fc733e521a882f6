//! Requests: who asks for which feature, in which message.

mod link;
mod list;

pub use link::{Asker, asker, askers, effective_features, effective_people, held_by_item, insert_new};
pub use list::{RequestQuery, list, same_person};

use diesel::prelude::*;
use domain::state::RequestKind;
use domain::{FeatureId, MemberId, MessageId, PersonId, RequestId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::requests;

/// One person asks for one feature in one message. Feature and person are those of the time of linking; merges are
/// followed through their pointers.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, QueryableByName, Selectable, Insertable)]
#[diesel(table_name = requests, treat_none_as_default_value = false)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// The message.
    pub message_id: MessageId,
    /// The feature.
    pub feature_id: FeatureId,
    /// The person.
    pub person_id: PersonId,
    /// What the person says about the feature.
    pub kind: RequestKind,
    /// The words that ask.
    pub quote: String,
    /// A remark of ours.
    pub note: String,
    /// When the person asked: when the message was posted.
    pub asked_at: Timestamp,
    /// Who linked it.
    pub created_by: Option<MemberId>,
    /// When it was linked.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// Whether it came with an import or in bulk.
    pub history: bool,
    /// Goes up with each change.
    pub version: i64,
}

impl Request {
    /// Whether it counts for demand and is owed a follow-up.
    pub fn counts(&self) -> bool {
        self.kind == RequestKind::Asks && self.withdrawn_at.is_none()
    }
}

/// One request.
pub fn find(conn: &mut Conn, workspace: WorkspaceId, id: RequestId) -> StoreResult<Option<Request>> {
    requests::table
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::id.eq(id))
        .select(of::<Request>())
        .maybe(conn)
}

/// The request for a feature in a message.
pub fn find_link(
    conn: &mut Conn,
    workspace: WorkspaceId,
    message: MessageId,
    feature: FeatureId,
) -> StoreResult<Option<Request>> {
    requests::table
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::message_id.eq(message))
        .filter(requests::feature_id.eq(feature))
        .select(of::<Request>())
        .maybe(conn)
}

/// Writes what can change about a request. The version goes up.
pub fn update(conn: &mut Conn, workspace: WorkspaceId, request: &mut Request) -> StoreResult<()> {
    request.version = request.version.saturating_add(1);
    diesel::update(requests::table)
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::id.eq(request.id))
        .set((
            requests::kind.eq(request.kind),
            requests::quote.eq(&request.quote),
            requests::note.eq(&request.note),
            requests::updated_at.eq(request.updated_at),
            requests::withdrawn_at.eq(request.withdrawn_at),
            requests::version.eq(request.version),
        ))
        .run(conn)
        .map(drop)
}

/// Removes a request that no item of a follow-up answers; see [`held_by_item`].
pub fn delete(conn: &mut Conn, workspace: WorkspaceId, id: RequestId) -> StoreResult<()> {
    diesel::delete(requests::table)
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::id.eq(id))
        .run(conn)
        .map(drop)
}

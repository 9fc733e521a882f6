//! Messages: social posts that reached us, and ours.

mod attached;
mod claim;
mod ingest;
mod list;
mod search;
mod tagging;

pub use attached::{LinkedRequest, Version, former_texts, requests_of, tags_of, version_counts};
pub use claim::{Lease, Settlement, claim, has_active_request, release, release_lapsed, settle};
pub use ingest::{NewVersion, add_versions, insert, known, lock, lock_threads, rooted_at, save, thread_keys};
pub use list::{Filter, StateFilter, count, list};
pub use search::quoted;
pub use tagging::{set_tags, tag_ids};

use diesel::prelude::*;
use domain::state::{Disposition, MessageState};
use domain::{IdentityId, MemberId, MessageId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::messages;

/// One post.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, QueryableByName, Selectable, Insertable)]
#[diesel(table_name = messages, treat_none_as_default_value = false)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The network.
    pub network: String,
    /// The stable id that the network gave.
    pub external_id: String,
    /// Where a person can read it.
    pub url: Option<String>,
    /// Who wrote it.
    pub author_id: IdentityId,
    /// What it says now.
    pub text: String,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// What it answers, as the network calls it.
    pub parent_external_id: Option<String>,
    /// The root of its thread as far as known, as the network calls it.
    pub thread_key: String,
    /// Whether one of our accounts wrote it.
    pub ours: bool,
    /// Where it is in its life.
    pub state: MessageState,
    /// How it was settled.
    pub disposition: Option<Disposition>,
    /// Why it was settled so.
    pub reason: Option<String>,
    /// When it was settled.
    pub done_at: Option<Timestamp>,
    /// Who settled it; nobody if it never was work.
    pub done_by: Option<MemberId>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// Who answered it.
    pub answered_by: Option<MemberId>,
    /// Where the answer is.
    pub answer_url: Option<String>,
    /// Who works on it.
    pub claimed_by: Option<MemberId>,
    /// What the holder of the claim must bring.
    pub lease_token: Option<String>,
    /// Until when the claim holds.
    pub lease_until: Option<Timestamp>,
    /// When its text last changed, as a time of the fact.
    pub edited_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When the row was last changed.
    pub updated_at: Timestamp,
    /// Goes up with each change.
    pub version: i64,
}

/// One message.
pub fn find(conn: &mut Conn, workspace: WorkspaceId, id: MessageId) -> StoreResult<Option<Message>> {
    messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::id.eq(id))
        .select(of::<Message>())
        .maybe(conn)
}

/// The messages of a thread, oldest first, behind a place in it.
pub fn thread(
    conn: &mut Conn,
    workspace: WorkspaceId,
    of_thread: (&str, &str),
    after: Option<(Timestamp, MessageId)>,
    limit: i64,
) -> StoreResult<Vec<Message>> {
    let (network, key) = of_thread;
    let (at, id) = after.unwrap_or((Timestamp::FIRST, MessageId(uuid::Uuid::nil())));
    messages::table
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::network.eq(network))
        .filter(messages::thread_key.eq(key))
        .filter(messages::posted_at.ge(at))
        .filter(messages::posted_at.gt(at).or(messages::id.gt(id)))
        .order((messages::posted_at.asc(), messages::id.asc()))
        .limit(limit)
        .select(of::<Message>())
        .all(conn)
}

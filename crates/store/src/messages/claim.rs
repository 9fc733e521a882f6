//! Who works on a message, and how it was settled.

use diesel::prelude::*;
use domain::state::{Disposition, MessageState};
use domain::{MemberId, MessageId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult};
use crate::schema::{messages, requests};

/// A claim about to be made.
#[derive(Clone, Debug)]
pub struct Lease {
    /// For whom.
    pub member: MemberId,
    /// What the holder must bring.
    pub token: String,
    /// Until when.
    pub until: Timestamp,
}

/// How a message is settled, or that it is not.
#[derive(Clone, Debug, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = messages, treat_none_as_null = true)]
pub struct Settlement {
    /// `new` or `done`.
    pub state: MessageState,
    /// How it was settled.
    pub disposition: Option<Disposition>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub done_at: Option<Timestamp>,
    /// By whom.
    pub done_by: Option<MemberId>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// By whom.
    pub answered_by: Option<MemberId>,
    /// Where the answer is.
    pub answer_url: Option<String>,
}

/// Gives a message to a member if it is new, theirs already, or its lease has run out; whether it did.
pub fn claim(
    conn: &mut Conn,
    workspace: WorkspaceId,
    id: MessageId,
    lease: &Lease,
    now: Timestamp,
) -> StoreResult<bool> {
    let free = messages::state.eq(MessageState::New).or(messages::state.eq(MessageState::Claimed).and(
        messages::claimed_by
            .assume_not_null()
            .eq(lease.member)
            .or(messages::lease_until.assume_not_null().le(now)),
    ));
    let claimed = diesel::update(messages::table)
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::id.eq(id))
        .filter(free)
        .set((
            messages::state.eq(MessageState::Claimed),
            messages::claimed_by.eq(Some(lease.member)),
            messages::lease_token.eq(Some(&lease.token)),
            messages::lease_until.eq(Some(lease.until)),
            messages::updated_at.eq(now),
            messages::version.eq(messages::version + 1),
        ))
        .run(conn)?;
    Ok(claimed == 1)
}

/// Makes a claimed message new again.
pub fn release(conn: &mut Conn, workspace: WorkspaceId, id: MessageId, now: Timestamp) -> StoreResult<()> {
    diesel::update(messages::table)
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::id.eq(id))
        .filter(messages::state.eq(MessageState::Claimed))
        .set((
            messages::state.eq(MessageState::New),
            messages::claimed_by.eq(None::<MemberId>),
            messages::lease_token.eq(None::<String>),
            messages::lease_until.eq(None::<Timestamp>),
            messages::updated_at.eq(now),
            messages::version.eq(messages::version + 1),
        ))
        .run(conn)
        .map(drop)
}

/// Makes the messages new again whose leases have run out; how many. Lists count them as new before that.
pub fn release_lapsed(conn: &mut Conn, workspace: WorkspaceId, now: Timestamp) -> StoreResult<usize> {
    diesel::update(messages::table)
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::state.eq(MessageState::Claimed))
        .filter(messages::lease_until.assume_not_null().le(now))
        .set((
            messages::state.eq(MessageState::New),
            messages::claimed_by.eq(None::<MemberId>),
            messages::lease_token.eq(None::<String>),
            messages::lease_until.eq(None::<Timestamp>),
            messages::updated_at.eq(now),
            messages::version.eq(messages::version + 1),
        ))
        .run(conn)
}

/// Settles a message, or takes that back; a claim on it ends.
pub fn settle(
    conn: &mut Conn,
    workspace: WorkspaceId,
    id: MessageId,
    settlement: &Settlement,
    now: Timestamp,
) -> StoreResult<()> {
    diesel::update(messages::table)
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::id.eq(id))
        .set((
            settlement,
            messages::claimed_by.eq(None::<MemberId>),
            messages::lease_token.eq(None::<String>),
            messages::lease_until.eq(None::<Timestamp>),
            messages::updated_at.eq(now),
            messages::version.eq(messages::version + 1),
        ))
        .run(conn)
        .map(drop)
}

/// Whether a message holds a request that was not withdrawn.
pub fn has_active_request(conn: &mut Conn, workspace: WorkspaceId, id: MessageId) -> StoreResult<bool> {
    let found: Option<MessageId> = requests::table
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::message_id.eq(id))
        .filter(requests::withdrawn_at.is_null())
        .select(requests::message_id)
        .limit(1)
        .maybe(conn)?;
    Ok(found.is_some())
}

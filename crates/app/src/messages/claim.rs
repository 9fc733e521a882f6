//! Takes a message to work on.

use std::time::Duration;

use domain::state::MessageState;
use domain::{MessageId, Timestamp};
use serde_json::json;

use super::holder;
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// How long a claim holds.
pub const LEASE: Duration = Duration::from_mins(10);

/// A claim that was made. Every later step brings the token.
#[derive(Clone, Debug)]
pub struct Lease {
    /// The token.
    pub token: String,
    /// Until when it holds.
    pub until: Timestamp,
}

/// Takes a message to work on. Claiming again renews the claim, with a new token.
pub fn claim(tx: &mut Tx<'_>, id: MessageId) -> Result<Lease> {
    let lease = store::messages::Lease { member: tx.member()?, token: tx.secret(), until: tx.now + LEASE };
    if !store::messages::claim(tx.conn, tx.workspace, id, &lease, tx.now)? {
        return Err(refusal(tx, id)?);
    }
    let data = json!({ "until": lease.until.to_string() });
    tx.record(Decision { kind: "message.claimed", subject: id.0.into(), data })?;
    Ok(Lease { token: lease.token, until: lease.until })
}

fn refusal(tx: &mut Tx<'_>, id: MessageId) -> Result<Error> {
    let message =
        store::messages::find(tx.conn, tx.workspace, id)?.ok_or_else(|| Error::not_found("message"))?;
    if message.state == MessageState::Done {
        return Ok(Error::new(Code::WrongState, "the message is done; undo that to work on it again"));
    }
    let name = holder(tx, &message)?;
    let until = message.lease_until.unwrap_or(tx.now);
    Ok(Error::new(Code::AlreadyClaimed, format!("{name} works on it until {until}; take another one")))
}

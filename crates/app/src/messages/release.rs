//! Gives a claimed message back.

use domain::MessageId;
use domain::state::MessageState;
use serde_json::json;

use super::{MessageView, get, held, holder};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// Gives a claimed message back. The holder needs no token; whoever brings the token may do it too. One that nobody
/// holds stays as it is.
pub fn release(tx: &mut Tx<'_>, id: MessageId, token: Option<&str>) -> Result<MessageView> {
    let message = held(tx, id, None)?;
    if message.state == MessageState::Claimed {
        let is_holder = message.claimed_by == tx.caller.member && token.is_none();
        let brings_token = token.is_some() && token == message.lease_token.as_deref();
        if !is_holder && !brings_token {
            let name = holder(tx, &message)?;
            return Err(Error::new(
                Code::LeaseLost,
                format!("{name} works on it now; only they can give it back"),
            ));
        }
        store::messages::release(tx.conn, tx.workspace, id, tx.now)?;
        tx.record(Decision { kind: "message.released", subject: id.0.into(), data: json!({}) })?;
    }
    get(&mut tx.view(), id)
}

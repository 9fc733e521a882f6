//! Messages: social posts that reached us, and ours.

mod add;
mod add_batch;
mod claim;
mod done;
mod get;
mod incoming;
mod ingest;
mod list;
mod release;
mod tag;
mod thread;
mod view;

pub use add::{Added, add};
pub use add_batch::{BatchReport, add_batch};
pub use claim::{LEASE, Lease, claim};
pub(crate) use done::undo as undo_done;
pub use done::{Done, done};
pub use get::get;
pub use incoming::{AHEAD, Incoming, IncomingAuthor};
pub use ingest::How;
pub use list::{ListQuery, list};
pub use release::release;
pub use store::messages::{LinkedRequest, Message, Version};
pub(crate) use tag::undo as undo_tag;
pub use tag::{MAX_TAGS, tag};
pub use thread::thread;
pub use view::{Author, Claim, MessageView, Requested};

use domain::MessageId;

use crate::context::Tx;
use crate::error::{Code, Error, Result};

/// A message, held until the transaction ends, if it is still the version that the caller read.
fn held(tx: &mut Tx<'_>, id: MessageId, if_match: Option<i64>) -> Result<Message> {
    let mut rows = store::messages::lock(tx.conn, tx.workspace, &[id])?;
    let message = rows.pop().ok_or_else(|| Error::not_found("message"))?;
    if if_match.is_some_and(|version| version != message.version) {
        return Err(Error::new(
            Code::VersionMismatch,
            format!("it is at version {} now; read it again", message.version),
        ));
    }
    Ok(message)
}

/// The name of whoever holds a message, for words.
fn holder(tx: &mut Tx<'_>, message: &Message) -> Result<String> {
    let Some(member) = message.claimed_by else { return Ok("nobody".to_owned()) };
    let names = store::members::names(tx.conn, tx.workspace, &[member])?;
    Ok(names.into_iter().next().map_or_else(|| "somebody".to_owned(), |(_, name)| name))
}

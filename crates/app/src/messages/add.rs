//! Takes in one message.

use super::get;
use super::incoming::Incoming;
use super::ingest::{How, ingest};
use super::view::MessageView;
use crate::context::Tx;
use crate::error::{Error, Result};

/// A message that came in, as it looks now.
#[derive(Clone, Debug)]
pub struct Added {
    /// The message.
    pub message: MessageView,
    /// Whether it is new.
    pub how: How,
}

/// Takes in one message. One that is known is answered as it is, with what is new about it.
pub fn add(tx: &mut Tx<'_>, item: Incoming) -> Result<Added> {
    let ingested = ingest(tx, &[item])?;
    let arrival = ingested.arrivals().next();
    let (id, how) = arrival.ok_or_else(|| Error::internal("a message came in and was lost"))?;
    let message = match ingested.into_fresh() {
        Some(fresh) => fresh,
        None => get(&mut tx.view(), id)?,
    };
    Ok(Added { message, how })
}

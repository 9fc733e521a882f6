//! Withdraws a request.

use domain::RequestId;
use serde_json::json;
use store::events::Event;

use super::{Request, RequestView, change, lock};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// Withdraws a request; one that is withdrawn already stays so.
pub fn withdraw(tx: &mut Tx<'_>, id: RequestId) -> Result<RequestView> {
    let before = lock(tx, id, None)?;
    if before.request.withdrawn_at.is_some() {
        return Ok(before);
    }
    let withdrawn = Request { withdrawn_at: Some(tx.now), ..before.request.clone() };
    let after = change(tx, &before, withdrawn)?;
    tx.record(Decision { kind: "request.withdrawn", subject: id.0.into(), data: json!({}) })?;
    Ok(after)
}

/// Restores the request.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let before = lock(tx, RequestId(event.subject_id.0), None)
        .map_err(|_| Error::new(Code::CannotUndo, "the request is gone"))?;
    if before.request.withdrawn_at.is_none() {
        return Err(Error::new(Code::CannotUndo, "the request was restored already"));
    }
    let restored = Request { withdrawn_at: None, ..before.request.clone() };
    change(tx, &before, restored).map(drop)
}

//! Restores a withdrawn request.

use domain::RequestId;
use serde_json::json;
use store::events::Event;

use super::{Request, RequestView, change, lock};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// Restores a withdrawn request; one that is not withdrawn stays as it is.
pub fn restore(tx: &mut Tx<'_>, id: RequestId) -> Result<RequestView> {
    let before = lock(tx, id, None)?;
    if before.request.withdrawn_at.is_none() {
        return Ok(before);
    }
    let restored = Request { withdrawn_at: None, ..before.request.clone() };
    let after = change(tx, &before, restored)?;
    tx.record(Decision { kind: "request.restored", subject: id.0.into(), data: json!({}) })?;
    Ok(after)
}

/// Withdraws the request again.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let before = lock(tx, RequestId(event.subject_id.0), None)
        .map_err(|_| Error::new(Code::CannotUndo, "the request is gone"))?;
    if before.request.withdrawn_at.is_some() {
        return Err(Error::new(Code::CannotUndo, "the request was withdrawn again since"));
    }
    let withdrawn = Request { withdrawn_at: Some(tx.now), ..before.request.clone() };
    change(tx, &before, withdrawn).map(drop)
}

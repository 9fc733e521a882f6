//! Edits a request: quote, note, kind.

use domain::RequestId;
use domain::state::RequestKind;
use domain::text::{Prose, Quote};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::events::Event;

use super::{Request, RequestView, change, lock};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// What to change; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// Another quote.
    pub quote: Option<Quote>,
    /// Another note.
    pub note: Option<Prose>,
    /// Another kind.
    pub kind: Option<RequestKind>,
}

/// The fields that an edit changed, before or after it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
}

/// What an edit's event holds.
#[derive(Deserialize)]
struct Change {
    before: Fields,
    after: Fields,
}

impl Fields {
    /// The fields of `request` that are not as in `other`.
    fn differing(request: &Request, other: &Request) -> Fields {
        Fields {
            quote: (request.quote != other.quote).then(|| request.quote.clone()),
            note: (request.note != other.note).then(|| request.note.clone()),
            kind: (request.kind != other.kind).then(|| request.kind.as_str().to_owned()),
        }
    }

    /// `request` with these fields.
    fn applied_to(self, request: &Request) -> Result<Request> {
        let kind = self.kind.map(|word| word.parse()).transpose().map_err(Error::internal)?;
        Ok(Request {
            quote: self.quote.unwrap_or_else(|| request.quote.clone()),
            note: self.note.unwrap_or_else(|| request.note.clone()),
            kind: kind.unwrap_or(request.kind),
            ..request.clone()
        })
    }
}

/// Edits a request. An edit that changes nothing is no decision and is not recorded.
pub fn edit(tx: &mut Tx<'_>, id: RequestId, edit: Edit, if_match: Option<i64>) -> Result<RequestView> {
    let before = lock(tx, id, if_match)?;
    let mut edited = before.request.clone();
    edited.quote = edit.quote.map_or(edited.quote, Quote::into_string);
    edited.note = edit.note.map_or(edited.note, Prose::into_string);
    edited.kind = edit.kind.unwrap_or(edited.kind);
    if edited == before.request {
        return Ok(before);
    }
    let data = json!({
        "before": Fields::differing(&before.request, &edited),
        "after": Fields::differing(&edited, &before.request),
    });
    let after = change(tx, &before, edited)?;
    tx.record(Decision { kind: "request.edited", subject: id.0.into(), data })?;
    Ok(after)
}

/// Puts the fields that the edit changed back, if they are as it left them.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let edit: Change = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    let before = lock(tx, RequestId(event.subject_id.0), None)
        .map_err(|_| Error::new(Code::CannotUndo, "the request is gone"))?;
    let restored = edit.before.applied_to(&before.request)?;
    if Fields::differing(&before.request, &restored) != edit.after {
        return Err(Error::new(Code::CannotUndo, "the request was edited again since; edit it by hand"));
    }
    change(tx, &before, restored).map(drop)
}

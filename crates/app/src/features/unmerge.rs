//! Takes a merge back.

use domain::FeatureId;
use serde_json::json;
use store::events::Event;
use store::features::Feature;

use super::merge::{Merged, point, settle, target};
use super::{FeatureView, get, lock};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// Takes a merge back. The feature, and what was merged into it, count for themselves again.
pub fn unmerge(tx: &mut Tx<'_>, id: FeatureId, if_match: Option<i64>) -> Result<FeatureView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let feature = lock(tx, id, if_match)?;
    let Some(into) = feature.merged_into else {
        return Err(Error::new(Code::WrongState, "the feature is not merged"));
    };
    take_away(tx, &feature)?;
    let data = json!({ "into": into.to_string() });
    tx.record(Decision { kind: "feature.unmerged", subject: id.0.into(), data })?;
    get(&mut tx.view(), id)
}

/// Takes the pointer of a merged feature away, with all that follows from it.
pub(super) fn take_away(tx: &mut Tx<'_>, feature: &Feature) -> Result<()> {
    store::features::unmerge(tx.conn, tx.workspace, feature.id, tx.now)?;
    store::features::recount(tx.conn, tx.workspace, &[feature.id, feature.effective_id])?;
    settle(tx, feature.id, feature.effective_id)
}

/// Sets the pointer again, if nothing since stands in the way.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = FeatureId(event.subject_id.0);
    let into = Merged::into(event)?;
    let gone = || Error::new(Code::CannotUndo, "the feature is gone");
    let feature = store::features::lock(tx.conn, tx.workspace, id)?.ok_or_else(gone)?;
    let target = target(&mut tx.view(), &feature, into)
        .map_err(|e| Error::new(Code::CannotUndo, format!("it cannot be merged again: {}", e.detail)))?;
    point(tx, id, target)
}

//! Merges a feature into another: a pointer, and nothing is copied (law 8).

use domain::FeatureId;
use domain::state::Reason;
use serde::Deserialize;
use serde_json::json;
use store::events::Event;
use store::features::{Feature, Target};

use super::{FeatureView, get, lock, unmerge};
use crate::context::{Decision, Tx, View};
use crate::error::{Code, Error, Result};
use crate::follow_ups::{Scope, reconcile};

/// What the events of merging and unmerging hold, so that each is the other undone.
#[derive(Deserialize)]
pub(super) struct Merged {
    into: String,
}

impl Merged {
    /// The feature that the pointer named.
    pub(super) fn into(event: &Event) -> Result<FeatureId> {
        let merged: Merged = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
        merged.into.parse().map_err(Error::internal)
    }
}

/// Merges a feature into another. Its requests count for that one from now on, and stay its own.
pub fn merge(tx: &mut Tx<'_>, id: FeatureId, into: FeatureId, if_match: Option<i64>) -> Result<FeatureView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let feature = lock(tx, id, if_match)?;
    let target = target(&mut tx.view(), &feature, into)?;
    point(tx, id, target)?;
    let data = json!({ "into": into.to_string() });
    tx.record(Decision { kind: "feature.merged", subject: id.0.into(), data })?;
    get(&mut tx.view(), id)
}

/// Where merging `feature` into another would lead, or why it cannot be.
pub(super) fn target(view: &mut View<'_>, feature: &Feature, into: FeatureId) -> Result<Target> {
    if feature.merged_into.is_some() {
        return Err(Error::new(Code::WrongState, "the feature is merged already; unmerge it first"));
    }
    let found = store::features::find(view.conn, view.workspace, into)?;
    let found = found.ok_or_else(|| Error::field("/into", "there is no such feature"))?;
    if found.effective_id == feature.id {
        let detail = "the merge would end where it began; merge the other way round, or unmerge first";
        return Err(Error::new(Code::MergeLoop, detail));
    }
    Ok(Target { into, effective: found.effective_id })
}

/// Sets the pointer and all that follows from it.
pub(super) fn point(tx: &mut Tx<'_>, id: FeatureId, target: Target) -> Result<()> {
    store::features::merge(tx.conn, tx.workspace, id, target, tx.now)?;
    store::features::recount(tx.conn, tx.workspace, &[target.effective])?;
    settle(tx, id, target.effective)
}

/// What is owed for both sides of a merge, made or taken back.
pub(super) fn settle(tx: &mut Tx<'_>, id: FeatureId, other: FeatureId) -> Result<()> {
    reconcile(tx, Scope::Feature(id), Reason::FeatureMerged)?;
    reconcile(tx, Scope::Feature(other), Reason::FeatureMerged)?;
    Ok(())
}

/// Takes the pointer away again, if it still stands.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = FeatureId(event.subject_id.0);
    let into = Merged::into(event)?;
    let feature = store::features::lock(tx.conn, tx.workspace, id)?;
    match feature {
        Some(feature) if feature.merged_into == Some(into) => unmerge::take_away(tx, &feature),
        _ => Err(Error::new(Code::CannotUndo, "the feature is no longer merged into that one")),
    }
}

//! Puts features into releases and takes them out. In a shipped release that changes who is owed what, at once.

use domain::state::{Reason, ReleaseStatus};
use domain::{FeatureId, ReleaseId};
use serde::{Deserialize, Serialize};
use store::events::Event;

use super::find;
use super::get::{ReleaseView, view_of};
use crate::context::{Decision, Tx, data, data_of};
use crate::error::{Error, Result};
use crate::follow_ups::{Scope, reconcile};

/// What is recorded of a feature put in or taken out.
#[derive(Serialize, Deserialize)]
struct Moved {
    feature_id: String,
}

/// Puts a feature into a release. Again changes nothing.
pub fn add_feature(tx: &mut Tx<'_>, id: ReleaseId, feature: FeatureId) -> Result<ReleaseView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    if change(tx, id, feature, true)? {
        let data = data(&Moved { feature_id: feature.to_string() })?;
        tx.record(Decision { kind: "release.feature_added", subject: id.0.into(), data })?;
    }
    let release = find(tx, id, None)?;
    view_of(&mut tx.view(), release)
}

/// Takes a feature out of a release. Again changes nothing.
pub fn remove_feature(tx: &mut Tx<'_>, id: ReleaseId, feature: FeatureId) -> Result<ReleaseView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    if change(tx, id, feature, false)? {
        let data = data(&Moved { feature_id: feature.to_string() })?;
        tx.record(Decision { kind: "release.feature_removed", subject: id.0.into(), data })?;
    }
    let release = find(tx, id, None)?;
    view_of(&mut tx.view(), release)
}

/// Whether anything changed.
fn change(tx: &mut Tx<'_>, id: ReleaseId, feature: FeatureId, put_in: bool) -> Result<bool> {
    let mut release = find(tx, id, None)?;
    let feature =
        store::features::find(tx.conn, tx.workspace, feature)?.ok_or_else(|| Error::not_found("feature"))?;
    let changed = if put_in {
        store::releases::add_feature(tx.conn, tx.workspace, id, feature.id)?
    } else {
        store::releases::remove_feature(tx.conn, tx.workspace, id, feature.id)?
    };
    if !changed {
        return Ok(false);
    }
    release.updated_at = tx.now;
    store::releases::update(tx.conn, tx.workspace, &mut release)?;
    if release.status == ReleaseStatus::Shipped {
        reconcile(tx, Scope::Feature(feature.effective_id), Reason::Recalled)?;
    }
    Ok(true)
}

pub(crate) fn undo_add(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let feature = feature_in(event)?;
    change(tx, ReleaseId(event.subject_id.0), feature, false).map(drop)
}

pub(crate) fn undo_remove(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let feature = feature_in(event)?;
    change(tx, ReleaseId(event.subject_id.0), feature, true).map(drop)
}

fn feature_in(event: &Event) -> Result<FeatureId> {
    let Moved { feature_id } = data_of(event)?;
    feature_id.parse().map_err(Error::internal)
}

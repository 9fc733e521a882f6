//! Makes a feature.

use domain::FeatureId;
use domain::state::FeatureStatus;
use domain::text::{Prose, Title};
use serde_json::json;
use store::events::Event;
use store::features::Feature;

use super::FeatureView;
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// A feature to make.
#[derive(Clone, Debug)]
pub struct NewFeature {
    /// What it is, in a few words.
    pub title: Title,
    /// What it is, at length.
    pub description: Prose,
}

/// Makes a feature. Titles need not be unique: two teams may mean different things by "export".
pub fn add(tx: &mut Tx<'_>, new: NewFeature) -> Result<FeatureView> {
    let id: FeatureId = tx.id();
    let feature = Feature {
        id,
        title: new.title.into_string(),
        description: new.description.into_string(),
        status: FeatureStatus::Open,
        merged_into: None,
        effective_id: id,
        demand: 0,
        told: 0,
        last_asked_at: tx.now,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    store::features::insert(tx.conn, tx.workspace, &feature)?;
    tx.record(Decision {
        kind: "feature.added",
        subject: id.0.into(),
        data: json!({ "title": feature.title }),
    })?;
    Ok(FeatureView { feature, tags: Vec::new() })
}

/// Removes the feature again, if nothing hangs on it.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = FeatureId(event.subject_id.0);
    let feature = store::features::lock(tx.conn, tx.workspace, id)?;
    if feature.ok_or_else(|| Error::new(Code::CannotUndo, "the feature is gone"))?.merged_into.is_some() {
        return Err(Error::new(Code::CannotUndo, "the feature was merged since; unmerge it first"));
    }
    if let Some(what) = store::features::dependents(tx.conn, tx.workspace, id)? {
        return Err(Error::new(Code::CannotUndo, format!("the feature has {what} by now; undo those first")));
    }
    Ok(store::features::delete(tx.conn, tx.workspace, id)?)
}

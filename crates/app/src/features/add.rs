//! Makes a feature.

use domain::FeatureId;
use domain::state::FeatureStatus;
use domain::text::{Prose, Title};
use serde_json::json;
use store::features::Feature;

use super::FeatureView;
use crate::context::{Decision, Tx};
use crate::error::Result;

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

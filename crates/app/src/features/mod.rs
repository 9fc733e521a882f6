//! Features: things people ask for.

mod add;
mod get;

pub use add::{NewFeature, add};
pub use get::get;
pub use store::features::Feature;

use crate::context::View;
use crate::error::Result;

/// A feature with its tags.
#[derive(Clone, Debug)]
pub struct FeatureView {
    /// The feature.
    pub feature: Feature,
    /// The names of its tags.
    pub tags: Vec<String>,
}

/// Adds to features what belongs to them, in one query each.
pub(crate) fn with_tags(view: &mut View<'_>, features: Vec<Feature>) -> Result<Vec<FeatureView>> {
    let ids: Vec<_> = features.iter().map(|feature| feature.id).collect();
    let mut tags = store::features::tags_of(view.conn, view.workspace, &ids)?;
    let with = |feature: Feature| FeatureView { tags: tags.remove(&feature.id).unwrap_or_default(), feature };
    Ok(features.into_iter().map(with).collect())
}

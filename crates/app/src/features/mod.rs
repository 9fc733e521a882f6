//! Features: things people ask for.

mod add;
mod edit;
mod get;
mod list;
mod merge;
mod preview_merge;
mod requesters;
mod tag;
mod unmerge;

pub use add::{NewFeature, add};
pub use edit::{Edit, edit};
pub use get::get;
pub use list::{ListQuery, list};
pub use merge::merge;
pub use preview_merge::{MergePreview, preview_merge};
pub use requesters::{RequesterView, requesters};
pub use store::features::{Feature, Sort};
pub use tag::tag;
pub use unmerge::unmerge;

pub(crate) use add::undo as undo_add;
pub(crate) use edit::undo as undo_edit;
pub(crate) use merge::undo as undo_merge;
pub(crate) use tag::undo as undo_tag;
pub(crate) use unmerge::undo as undo_unmerge;

use domain::FeatureId;

use crate::context::{Tx, View};
use crate::error::{Code, Error, Result};

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

/// The feature of an id in a path, held against other writers; it has the version that the caller read, if they say one.
pub(crate) fn lock(tx: &mut Tx<'_>, id: FeatureId, if_match: Option<i64>) -> Result<Feature> {
    let feature =
        store::features::lock(tx.conn, tx.workspace, id)?.ok_or_else(|| Error::not_found("feature"))?;
    if if_match.is_some_and(|read| read != feature.version) {
        let detail =
            format!("the feature has version {} by now; read it again and decide anew", feature.version);
        return Err(Error::new(Code::VersionMismatch, detail));
    }
    Ok(feature)
}

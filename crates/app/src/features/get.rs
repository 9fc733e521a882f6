//! Looks at one feature.

use domain::FeatureId;

use super::{FeatureView, with_tags};
use crate::context::View;
use crate::error::{Error, Result};

/// One feature with its tags.
pub fn get(view: &mut View<'_>, id: FeatureId) -> Result<FeatureView> {
    let feature =
        store::features::find(view.conn, view.workspace, id)?.ok_or_else(|| Error::not_found("feature"))?;
    with_tags(view, vec![feature])?.pop().ok_or_else(|| Error::not_found("feature"))
}

//! Shows what merging a feature into another would mean.

use domain::FeatureId;

use super::merge::target;
use crate::context::View;
use crate::error::{Error, Result};

/// What a merge would mean, in people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergePreview {
    /// Those who ask for the feature.
    pub people: i64,
    /// Those who ask for the one that it would be merged into.
    pub into_people: i64,
    /// Those who ask for both.
    pub both: i64,
    /// Those who would count for the one afterwards.
    pub total: i64,
    /// Those who would be told, because one of the two is out.
    pub would_be_told: i64,
}

/// Counts what merging `id` into `into` would mean; fails as the merge would.
pub fn preview_merge(view: &mut View<'_>, id: FeatureId, into: FeatureId) -> Result<MergePreview> {
    let feature =
        store::features::find(view.conn, view.workspace, id)?.ok_or_else(|| Error::not_found("feature"))?;
    let effective = target(view, &feature, into)?.effective;
    let counts = store::features::overlap(view.conn, view.workspace, id, effective)?;
    let is_out = store::releases::shipping(view.conn, view.workspace, id)?.is_some();
    let into_is_out = store::releases::shipping(view.conn, view.workspace, effective)?.is_some();
    Ok(MergePreview {
        people: counts.people,
        into_people: counts.into_people,
        both: counts.both,
        total: counts.people + counts.into_people - counts.both,
        // If both are out, everyone is owed or told already.
        would_be_told: match (is_out, into_is_out) {
            (false, true) => counts.untold,
            (true, false) => counts.into_untold,
            _ => 0,
        },
    })
}

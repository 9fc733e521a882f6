//! `/features`: things people ask for.

pub mod add;
pub mod edit;
pub mod get;
pub mod list;
pub mod merge;
pub mod preview_merge;
pub mod requesters;
pub mod tag;
pub mod unmerge;

use app::features::FeatureView;
use domain::FeatureId;
use serde::Serialize;
use utoipa::ToSchema;

/// A feature.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeatureOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What it is, in a few words.
    title: String,
    /// What it is, at length.
    description: String,
    /// `open`, `planned`, `in_progress`, `shipped` or `declined`.
    status: &'static str,
    /// The feature that it was merged into.
    #[schema(required, value_type = Option<uuid::Uuid>)]
    merged_into: Option<String>,
    /// How many people ask for it, with the features merged into it.
    demand: i64,
    /// How many of them were told.
    told: i64,
    /// Its tags.
    tags: Vec<String>,
    /// When somebody last asked for it.
    last_asked_at: String,
    /// When it was made.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
    /// Goes up with each change; send it as `If-Match`.
    version: i64,
}

impl From<FeatureView> for FeatureOut {
    fn from(view: FeatureView) -> Self {
        let FeatureView { feature, tags } = view;
        FeatureOut {
            id: feature.id.to_string(),
            title: feature.title,
            description: feature.description,
            status: feature.status.as_str(),
            merged_into: feature.merged_into.as_ref().map(FeatureId::to_string),
            demand: feature.demand,
            told: feature.told,
            tags,
            last_asked_at: feature.last_asked_at.to_string(),
            created_at: feature.created_at.to_string(),
            updated_at: feature.updated_at.to_string(),
            version: feature.version,
        }
    }
}

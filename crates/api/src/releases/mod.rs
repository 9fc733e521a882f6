//! `/releases`: what ships together.

pub mod add;
pub mod corrections;
pub mod edit;
pub mod features;
pub mod get;
pub mod list;
pub mod preview;
pub mod recall;
pub mod ship;

use app::releases::ReleaseView;
use serde::Serialize;
use utoipa::ToSchema;

/// A release.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleaseOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What it is called.
    name: String,
    /// Where it is announced.
    #[schema(required)]
    url: Option<String>,
    /// What it brings, in words.
    notes: String,
    /// Whom it reaches; `everyone` is everyone.
    audience: String,
    /// `draft`, `scheduled`, `shipped` or `recalled`.
    status: &'static str,
    /// Its features, by title.
    features: Vec<ReleaseFeatureOut>,
    /// Where its people stand, once it has shipped. Empty in a list.
    progress: Vec<ProgressOut>,
    /// When it is meant to ship.
    #[schema(required)]
    scheduled_for: Option<String>,
    /// When it shipped.
    #[schema(required)]
    shipped_at: Option<String>,
    /// Until when its follow-ups settle: shipping can be undone silently.
    #[schema(required)]
    settles_at: Option<String>,
    /// When it was recalled.
    #[schema(required)]
    recalled_at: Option<String>,
    /// Why.
    #[schema(required)]
    recall_reason: Option<String>,
    /// When it was made.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
    /// Goes up with each change; send it as `If-Match`.
    version: i64,
}

/// A feature of a release.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleaseFeatureOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// Its title.
    title: String,
}

/// How many people stand in one place.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressOut {
    /// `owed`, `held`, `told`, `skipped` or `withdrawn`.
    state: String,
    /// Why, if it is held, skipped or withdrawn.
    #[schema(required)]
    reason: Option<String>,
    /// How many.
    people: i64,
}

impl From<ReleaseView> for ReleaseOut {
    fn from(view: ReleaseView) -> Self {
        let ReleaseView { release, features, progress } = view;
        let time = |time: Option<domain::Timestamp>| time.map(|time| time.to_string());
        ReleaseOut {
            id: release.id.to_string(),
            name: release.name,
            url: release.url,
            notes: release.notes,
            audience: release.audience,
            status: release.status.as_str(),
            features: features
                .into_iter()
                .map(|(id, title)| ReleaseFeatureOut { id: id.to_string(), title })
                .collect(),
            progress: progress
                .into_iter()
                .map(|(state, reason, people)| ProgressOut { state, reason, people })
                .collect(),
            scheduled_for: time(release.scheduled_for),
            shipped_at: time(release.shipped_at),
            settles_at: time(release.settles_at),
            recalled_at: time(release.recalled_at),
            recall_reason: release.recall_reason,
            created_at: release.created_at.to_string(),
            updated_at: release.updated_at.to_string(),
            version: release.version,
        }
    }
}

//! Looks at releases.

use std::collections::HashMap;

use domain::state::ReleaseStatus;
use domain::{FeatureId, ReleaseId, Timestamp};

use super::Release;
use crate::context::View;
use crate::error::{Error, Result};
use crate::page::{Key, Page, PageQuery};

/// A release with its features.
#[derive(Clone, Debug)]
pub struct ReleaseView {
    /// The release.
    pub release: Release,
    /// Its features and their titles, by title.
    pub features: Vec<(FeatureId, String)>,
    /// Where its people stand: (state, reason, how many). Empty in a list.
    pub progress: Vec<(String, Option<String>, i64)>,
}

/// One release.
pub fn get(view: &mut View<'_>, id: ReleaseId) -> Result<ReleaseView> {
    let release =
        store::releases::find(view.conn, view.workspace, id)?.ok_or_else(|| Error::not_found("release"))?;
    view_of(view, release)
}

pub(super) fn view_of(view: &mut View<'_>, release: Release) -> Result<ReleaseView> {
    let id = release.id;
    let mut features = features(view, &[id])?;
    let progress = match release.status {
        ReleaseStatus::Draft | ReleaseStatus::Scheduled => Vec::new(),
        ReleaseStatus::Shipped | ReleaseStatus::Recalled => {
            store::releases::progress(view.conn, view.workspace, id)?
        }
    };
    Ok(ReleaseView { release, features: features.remove(&id).unwrap_or_default(), progress })
}

/// A page of releases, newest first.
pub fn list(
    view: &mut View<'_>,
    status: Option<ReleaseStatus>,
    query: &PageQuery,
) -> Result<Page<ReleaseView>> {
    let after = query.after(view.workspace, "releases")?.map(|key| (Timestamp(key.value), ReleaseId(key.id)));
    let rows =
        store::releases::list(view.conn, view.workspace, status, after, query.limit()?.saturating_add(1))?;
    let page =
        query.page(view.workspace, "releases", rows, |row| Key { value: row.created_at.0, id: row.id.0 })?;
    let ids: Vec<ReleaseId> = page.items.iter().map(|release| release.id).collect();
    let mut features = features(view, &ids)?;
    let with = |release: Release| ReleaseView {
        features: features.remove(&release.id).unwrap_or_default(),
        progress: Vec::new(),
        release,
    };
    Ok(page.map(with))
}

fn features(view: &mut View<'_>, ids: &[ReleaseId]) -> Result<HashMap<ReleaseId, Vec<(FeatureId, String)>>> {
    let mut features: HashMap<_, Vec<_>> = HashMap::new();
    for (release, feature, title, _) in store::releases::features_of(view.conn, view.workspace, ids)? {
        features.entry(release).or_default().push((feature, title));
    }
    Ok(features)
}

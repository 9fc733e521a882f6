//! Features and their tags.

mod demand;
mod list;
mod merge;
mod requesters;
mod tagging;

pub use demand::{Ask, count_ask, lock, lock_many, recount, uncount_ask};
pub use list::{FeatureQuery, Sort, SortKey, count, list};
pub use merge::{Overlap, Target, dependents, group, merge, overlap, subtree, unmerge};
pub use requesters::{Requester, Stand, requesters, stands};
pub use tagging::{set_tags, tags_of};

use diesel::prelude::*;
use domain::state::FeatureStatus;
use domain::{FeatureId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::features;

/// A thing people ask for.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, QueryableByName, Selectable, Insertable)]
#[diesel(table_name = features, treat_none_as_default_value = false)]
pub struct Feature {
    /// Its id.
    pub id: FeatureId,
    /// What it is, in a few words.
    pub title: String,
    /// What it is, at length.
    pub description: String,
    /// Where it is on its way.
    pub status: FeatureStatus,
    /// The feature that it was merged into.
    pub merged_into: Option<FeatureId>,
    /// Where the merges end; its own id if it is not merged.
    pub effective_id: FeatureId,
    /// How many people ask for it. Not kept while it is merged.
    pub demand: i64,
    /// How many of them were told. Not kept while it is merged.
    pub told: i64,
    /// When somebody last asked for it.
    pub last_asked_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Goes up with each change.
    pub version: i64,
}

/// Adds a feature.
pub fn insert(conn: &mut Conn, workspace: WorkspaceId, feature: &Feature) -> StoreResult<()> {
    let folded = features::title_folded.eq(feature.title.to_lowercase());
    diesel::insert_into(features::table)
        .values((features::workspace_id.eq(workspace), folded, feature))
        .run(conn)
        .map(drop)
}

/// One feature.
pub fn find(conn: &mut Conn, workspace: WorkspaceId, id: FeatureId) -> StoreResult<Option<Feature>> {
    features::table
        .filter(features::workspace_id.eq(workspace))
        .filter(features::id.eq(id))
        .select(of::<Feature>())
        .maybe(conn)
}

/// Writes what people edit: title, description and status. The version goes up.
pub fn update(conn: &mut Conn, workspace: WorkspaceId, feature: &mut Feature) -> StoreResult<()> {
    feature.version = feature.version.saturating_add(1);
    diesel::update(features::table)
        .filter(features::workspace_id.eq(workspace))
        .filter(features::id.eq(feature.id))
        .set((
            features::title.eq(&feature.title),
            features::title_folded.eq(feature.title.to_lowercase()),
            features::description.eq(&feature.description),
            features::status.eq(feature.status),
            features::updated_at.eq(feature.updated_at),
            features::version.eq(feature.version),
        ))
        .run(conn)
        .map(drop)
}

/// Removes a feature on which nothing hangs; see [`dependents`].
pub fn delete(conn: &mut Conn, workspace: WorkspaceId, id: FeatureId) -> StoreResult<()> {
    diesel::delete(features::table)
        .filter(features::workspace_id.eq(workspace))
        .filter(features::id.eq(id))
        .run(conn)
        .map(drop)
}

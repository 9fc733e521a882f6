//! Features and their tags.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::state::FeatureStatus;
use domain::{FeatureId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::{feature_tags, features, tags};

/// A thing people ask for.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
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
    diesel::insert_into(features::table)
        .values((features::workspace_id.eq(workspace), feature))
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

/// The names of the tags of some features, each list in order.
pub fn tags_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[FeatureId],
) -> StoreResult<HashMap<FeatureId, Vec<String>>> {
    let rows: Vec<(FeatureId, String)> = feature_tags::table
        .inner_join(
            tags::table
                .on(tags::workspace_id.eq(feature_tags::workspace_id).and(tags::id.eq(feature_tags::tag_id))),
        )
        .filter(feature_tags::workspace_id.eq(workspace))
        .filter(feature_tags::feature_id.eq_any(ids))
        .order(tags::name.asc())
        .select((feature_tags::feature_id, tags::name))
        .all(conn)?;
    let mut tags: HashMap<FeatureId, Vec<String>> = HashMap::new();
    for (id, name) in rows {
        tags.entry(id).or_default().push(name);
    }
    Ok(tags)
}

//! The tags of features.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{FeatureId, TagId, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult};
use crate::schema::{feature_tags, tags};

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

/// Gives a feature these tags and no others.
pub fn set_tags(
    conn: &mut Conn,
    workspace: WorkspaceId,
    feature: FeatureId,
    tags: &[TagId],
) -> StoreResult<()> {
    diesel::delete(feature_tags::table)
        .filter(feature_tags::workspace_id.eq(workspace))
        .filter(feature_tags::feature_id.eq(feature))
        .run(conn)?;
    if tags.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = tags
        .iter()
        .map(|tag| {
            (
                feature_tags::workspace_id.eq(workspace),
                feature_tags::feature_id.eq(feature),
                feature_tags::tag_id.eq(*tag),
            )
        })
        .collect();
    diesel::insert_into(feature_tags::table).values(rows).run(conn).map(drop)
}

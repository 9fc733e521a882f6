//! The two catalogues of tags.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::state::Catalogue;
use domain::{TagId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::{feature_tags, message_tags, tags};

/// A label.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = tags, treat_none_as_default_value = false)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// The catalogue that it belongs to.
    pub catalogue: Catalogue,
    /// Its name, unique in its catalogue.
    pub name: String,
    /// When it was first used.
    pub created_at: Timestamp,
}

/// Makes the tags that are not there yet. Bring them in the order of their names, so that two writers cannot wait for
/// each other.
pub fn ensure(conn: &mut Conn, workspace: WorkspaceId, wanted: &[Tag]) -> StoreResult<()> {
    let rows: Vec<_> = wanted.iter().map(|tag| (tags::workspace_id.eq(workspace), tag)).collect();
    diesel::insert_into(tags::table).values(rows).on_conflict_do_nothing().run(conn).map(drop)
}

/// The tags of some names in a catalogue.
pub fn named(
    conn: &mut Conn,
    workspace: WorkspaceId,
    catalogue: Catalogue,
    names: &[&str],
) -> StoreResult<Vec<Tag>> {
    tags::table
        .filter(tags::workspace_id.eq(workspace))
        .filter(tags::catalogue.eq(catalogue))
        .filter(tags::name.eq_any(names))
        .order(tags::name.asc())
        .select(of::<Tag>())
        .all(conn)
}

/// One tag.
pub fn find(conn: &mut Conn, workspace: WorkspaceId, id: TagId) -> StoreResult<Option<Tag>> {
    tags::table
        .filter(tags::workspace_id.eq(workspace))
        .filter(tags::id.eq(id))
        .select(of::<Tag>())
        .maybe(conn)
}

/// A catalogue by name, behind the tag called `after`.
pub fn list(
    conn: &mut Conn,
    workspace: WorkspaceId,
    catalogue: Catalogue,
    after: &str,
    limit: i64,
) -> StoreResult<Vec<Tag>> {
    tags::table
        .filter(tags::workspace_id.eq(workspace))
        .filter(tags::catalogue.eq(catalogue))
        .filter(tags::name.gt(after))
        .order(tags::name.asc())
        .limit(limit)
        .select(of::<Tag>())
        .all(conn)
}

/// How many messages or features carry each of some tags.
pub fn counts(conn: &mut Conn, workspace: WorkspaceId, ids: &[TagId]) -> StoreResult<HashMap<TagId, i64>> {
    let on_messages: Vec<(TagId, i64)> = message_tags::table
        .filter(message_tags::workspace_id.eq(workspace))
        .filter(message_tags::tag_id.eq_any(ids))
        .group_by(message_tags::tag_id)
        .select((message_tags::tag_id, count_star()))
        .all(conn)?;
    let on_features: Vec<(TagId, i64)> = feature_tags::table
        .filter(feature_tags::workspace_id.eq(workspace))
        .filter(feature_tags::tag_id.eq_any(ids))
        .group_by(feature_tags::tag_id)
        .select((feature_tags::tag_id, count_star()))
        .all(conn)?;
    Ok(on_messages.into_iter().chain(on_features).collect())
}

//! Lists of features. Each sort has an index of its own with and without a status, so that a page is read in order.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::state::FeatureStatus;
use domain::{FeatureId, TagId, Timestamp, WorkspaceId};

use super::Feature;
use crate::conn::{Conn, Run, StoreResult};
use crate::dynamic::Dynamic;

/// What a list of features is sorted by; the largest and latest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// How many people ask.
    #[default]
    Demand,
    /// When somebody last asked.
    Recent,
    /// When it was made.
    Created,
}

/// A value of the column that a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// A number of people.
    Demand(i64),
    /// A time of asking.
    Recent(Timestamp),
    /// A time of making.
    Created(Timestamp),
}

impl Sort {
    fn column(self) -> &'static str {
        match self {
            Sort::Demand => "f.demand",
            Sort::Recent => "f.last_asked_at",
            Sort::Created => "f.created_at",
        }
    }
}

impl SortKey {
    fn sort(self) -> Sort {
        match self {
            SortKey::Demand(_) => Sort::Demand,
            SortKey::Recent(_) => Sort::Recent,
            SortKey::Created(_) => Sort::Created,
        }
    }

    fn add_to(self, query: Dynamic) -> Dynamic {
        match self {
            SortKey::Demand(people) => query.number(people),
            SortKey::Recent(time) | SortKey::Created(time) => query.instant(time),
        }
    }
}

/// Which features are wanted. Everything given must hold.
#[derive(Clone, Debug, Default)]
pub struct FeatureQuery {
    /// In this state.
    pub status: Option<FeatureStatus>,
    /// With this tag.
    pub tag: Option<TagId>,
    /// With each of these, in lower case, somewhere in the title.
    pub words: Vec<String>,
    /// Those that are merged into another, instead of those that are not.
    pub merged: bool,
}

/// A page of features behind a place in the list.
pub fn list(
    conn: &mut Conn,
    workspace: WorkspaceId,
    query: &FeatureQuery,
    place: (Sort, Option<(SortKey, FeatureId)>),
    limit: i64,
) -> StoreResult<Vec<Feature>> {
    let (sort, after) = place;
    let column = sort.column();
    let mut page = chosen(SELECT_COLUMNS, workspace, query);
    if let Some((key, id)) = after.filter(|(key, _)| key.sort() == sort) {
        page = key.add_to(page.sql(" AND ").sql(column).sql(" <= "));
        page = key.add_to(page.sql(" AND (").sql(column).sql(" < "));
        page = page.sql(" OR f.id < ").id(id).sql(")");
    }
    page = page.sql(" ORDER BY ").sql(column).sql(" DESC, f.id DESC LIMIT ");
    page.number(limit).all(conn)
}

/// How many features there are in all.
pub fn count(conn: &mut Conn, workspace: WorkspaceId, query: &FeatureQuery) -> StoreResult<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    Ok(chosen("SELECT count(*) AS n FROM ", workspace, query).one::<Count>(conn)?.n)
}

const SELECT_COLUMNS: &str = "SELECT f.id, f.title, f.description, f.status, f.merged_into, f.effective_id, f.demand, \
    f.told, f.last_asked_at, f.created_at, f.updated_at, f.version FROM ";

fn chosen(select: &'static str, workspace: WorkspaceId, query: &FeatureQuery) -> Dynamic {
    let mut chosen = Dynamic::new(select).sql("features f WHERE f.workspace_id = ").id(workspace);
    chosen = chosen.sql(if query.merged {
        " AND f.merged_into IS NOT NULL"
    } else {
        " AND f.merged_into IS NULL"
    });
    if let Some(status) = query.status {
        chosen = chosen.sql(" AND f.status = ").text(status.as_str());
    }
    if let Some(tag) = query.tag {
        chosen = chosen
            .sql(" AND EXISTS (SELECT 1 FROM feature_tags t WHERE t.workspace_id = f.workspace_id AND t.feature_id = f.id AND t.tag_id = ")
            .id(tag)
            .sql(")");
    }
    for word in &query.words {
        chosen = chosen.sql(" AND f.title_folded LIKE ").text(containing(word)).sql(" ESCAPE '!'");
    }
    chosen
}

/// The pattern of `LIKE` for texts that contain `word`.
fn containing(word: &str) -> String {
    let escaped = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{escaped}%")
}

//! Lists features.

use domain::state::{Catalogue, FeatureStatus};
use domain::text::TagName;
use domain::{FeatureId, Timestamp};
use store::features::{FeatureQuery, Sort, SortKey};

use super::{Feature, FeatureView, with_tags};
use crate::context::View;
use crate::error::{Error, Result};
use crate::page::{Key, Page, PageQuery};

/// More words than this are no search for a title.
const MOST_WORDS: usize = 16;

/// Which features are wanted, and how.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// In this state.
    pub status: Option<FeatureStatus>,
    /// With this tag.
    pub tag: Option<TagName>,
    /// With each of these words somewhere in the title, in any case of letters.
    pub words: Option<String>,
    /// Those that are merged into another, instead of those that are not.
    pub merged: bool,
    /// Sorted by this; by demand if nothing is said, merged ones by when they were made.
    pub sort: Option<Sort>,
    /// Whether to count them all.
    pub count: bool,
    /// The page.
    pub page: PageQuery,
}

/// A page of features, and how many there are in all if that was asked.
pub fn list(view: &mut View<'_>, query: &ListQuery) -> Result<(Page<FeatureView>, Option<i64>)> {
    let sort = sort(query)?;
    let name = list_name(sort);
    let limit = query.page.limit()?;
    let after = query.page.after(view.workspace, name)?.map(|key| place(sort, key));
    let Some(wanted) = wanted(view, query)? else {
        return Ok((Page { items: Vec::new(), next_cursor: None }, query.count.then_some(0)));
    };
    let rows = store::features::list(view.conn, view.workspace, &wanted, (sort, after), limit + 1)?;
    let page = query.page.page(view.workspace, name, rows, |feature| key(sort, feature))?;
    let total =
        query.count.then(|| store::features::count(view.conn, view.workspace, &wanted)).transpose()?;
    let Page { items, next_cursor } = page;
    Ok((Page { items: with_tags(view, items)?, next_cursor }, total))
}

fn sort(query: &ListQuery) -> Result<Sort> {
    match (query.merged, query.sort) {
        (false, sort) => Ok(sort.unwrap_or_default()),
        (true, None | Some(Sort::Created)) => Ok(Sort::Created),
        (true, Some(_)) => Err(Error::field(
            "?sort",
            "must be `created` with `merged=true`: what is merged has no demand of its own",
        )),
    }
}

/// What the store looks for; nothing if the tag is unknown.
fn wanted(view: &mut View<'_>, query: &ListQuery) -> Result<Option<FeatureQuery>> {
    let tag = match &query.tag {
        None => None,
        Some(name) => {
            let found =
                store::tags::named(view.conn, view.workspace, Catalogue::Feature, &[name.as_str()])?.pop();
            let Some(tag) = found else { return Ok(None) };
            Some(tag.id)
        }
    };
    let folded = query.words.as_deref().unwrap_or_default().to_lowercase();
    let words: Vec<String> =
        folded.split_whitespace().map(|word| domain::text::without_nul(word.to_owned())).collect();
    if words.len() > MOST_WORDS {
        return Err(Error::field("?q", format!("has {} words; the most is {MOST_WORDS}", words.len())));
    }
    Ok(Some(FeatureQuery { status: query.status, tag, words, merged: query.merged }))
}

/// The list's name in cursors: a place in one order means nothing in another.
fn list_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Demand => "features by demand",
        Sort::Recent => "features by last ask",
        Sort::Created => "features by age",
    }
}

fn key(sort: Sort, feature: &Feature) -> Key {
    let value = match sort {
        Sort::Demand => feature.demand,
        Sort::Recent => feature.last_asked_at.0,
        Sort::Created => feature.created_at.0,
    };
    Key { value, id: feature.id.0 }
}

fn place(sort: Sort, key: Key) -> (SortKey, FeatureId) {
    let value = match sort {
        Sort::Demand => SortKey::Demand(key.value),
        Sort::Recent => SortKey::Recent(Timestamp(key.value)),
        Sort::Created => SortKey::Created(Timestamp(key.value)),
    };
    (value, FeatureId(key.id))
}

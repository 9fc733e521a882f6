//! Lists tags.

use domain::TagId;
use domain::state::Catalogue;
use store::tags::Tag;

use crate::context::View;
use crate::error::Result;
use crate::page::{Key, Page, PageQuery};

/// The list's name in cursors.
const LIST: &str = "tags";

/// A tag and how often it is used.
#[derive(Clone, Debug)]
pub struct TagView {
    /// The tag.
    pub tag: Tag,
    /// How many messages or features carry it.
    pub count: i64,
}

/// The tags of one catalogue, or of both one after the other, by name.
pub fn list(view: &mut View<'_>, catalogue: Option<Catalogue>, page: PageQuery) -> Result<Page<TagView>> {
    let limit = page.limit()? + 1;
    let last = match page.after(view.workspace, LIST)? {
        Some(key) => store::tags::find(view.conn, view.workspace, TagId(key.id))?,
        None => None,
    };
    let mut tags: Vec<Tag> = Vec::new();
    let wanted = Catalogue::ALL.iter().filter(|one| catalogue.is_none_or(|only| only == **one));
    for one in wanted.filter(|one| last.as_ref().is_none_or(|last| last.catalogue <= **one)) {
        let after = last.as_ref().filter(|last| last.catalogue == *one).map_or("", |last| &last.name);
        let missing = limit - i64::try_from(tags.len()).unwrap_or(limit);
        tags.extend(store::tags::list(view.conn, view.workspace, *one, after, missing)?);
    }
    let page = page.page(view.workspace, LIST, tags, |tag| Key { value: 0, id: tag.id.0 })?;
    let ids: Vec<TagId> = page.items.iter().map(|tag| tag.id).collect();
    let counts = store::tags::counts(view.conn, view.workspace, &ids)?;
    Ok(page.map(|tag| TagView { count: counts.get(&tag.id).copied().unwrap_or(0), tag }))
}

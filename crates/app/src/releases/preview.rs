//! Who will be told when a release ships, and who was told by one that was recalled.

use domain::{FollowUpId, PersonId, ReleaseId, Timestamp};
use store::releases::{PreviewQuery, Standing};

use crate::context::View;
use crate::error::{Error, Result};
use crate::follow_ups::{FollowUpView, with_details};
use crate::page::{Key, Page, PageQuery};

/// What shipping a release means for the people who ask for its features.
#[derive(Clone, Debug)]
pub struct Preview {
    /// How many people there are.
    pub people: i64,
    /// How many stand where, those who will be told first.
    pub by_reason: Vec<(String, i64)>,
    /// A page of them.
    pub list: Page<Standing>,
}

/// Looks ahead; `standing` narrows the list to those who stand in one place.
pub fn preview(
    view: &mut View<'_>,
    id: ReleaseId,
    standing: Option<&str>,
    query: &PageQuery,
) -> Result<Preview> {
    store::releases::find(view.conn, view.workspace, id)?.ok_or_else(|| Error::not_found("release"))?;
    let by_reason = store::releases::preview_counts(view.conn, view.workspace, id)?;
    let after = query.after(view.workspace, "preview")?.map(|key| (Timestamp(key.value), PersonId(key.id)));
    let which = PreviewQuery { standing, after, limit: query.limit()?.saturating_add(1) };
    let rows = store::releases::preview_people(view.conn, view.workspace, id, &which)?;
    let list = query
        .page(view.workspace, "preview", rows, |row| Key { value: row.asked_at.0, id: row.person_id.0 })?;
    Ok(Preview { people: by_reason.iter().map(|(_, n)| n).sum(), by_reason, list })
}

/// Everybody who was told with a release: after a recall, the people who may need a correction.
pub fn corrections(view: &mut View<'_>, id: ReleaseId, query: &PageQuery) -> Result<Page<FollowUpView>> {
    store::releases::find(view.conn, view.workspace, id)?.ok_or_else(|| Error::not_found("release"))?;
    let after =
        query.after(view.workspace, "corrections")?.map(|key| (Timestamp(key.value), FollowUpId(key.id)));
    let rows =
        store::follow_ups::told_with(view.conn, view.workspace, id, after, query.limit()?.saturating_add(1))?;
    let page =
        query.page(view.workspace, "corrections", rows, |row| Key { value: row.asked_at.0, id: row.id.0 })?;
    let items = with_details(view, page.items)?;
    Ok(Page { items, next_cursor: page.next_cursor })
}

//! Lists requests.

use domain::state::RequestKind;
use domain::{FeatureId, MessageId, PersonId, RequestId, Timestamp};
use store::requests::RequestQuery;

use super::{RequestView, with_effective};
use crate::context::View;
use crate::error::Result;
use crate::page::{Key, Page, PageQuery};

/// The list's name in cursors.
const LIST: &str = "requests";

/// Which requests are wanted.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// For this feature or one merged into it.
    pub feature: Option<FeatureId>,
    /// By this person, whichever of their merged selves asked.
    pub person: Option<PersonId>,
    /// In this message.
    pub message: Option<MessageId>,
    /// Of this kind.
    pub kind: Option<RequestKind>,
    /// The page.
    pub page: PageQuery,
}

/// A page of requests, the latest ask first, withdrawn ones too.
pub fn list(view: &mut View<'_>, query: &ListQuery) -> Result<Page<RequestView>> {
    let limit = query.page.limit()?;
    let after = query.page.after(view.workspace, LIST)?;
    let features = match query.feature {
        Some(id) => Some(store::features::subtree(view.conn, view.workspace, id)?),
        None => None,
    };
    let people = match query.person {
        Some(id) => Some(store::requests::same_person(view.conn, view.workspace, id)?),
        None => None,
    };
    let wanted = RequestQuery { features, people, message: query.message, kind: query.kind };
    let after = after.map(|key| (Timestamp(key.value), RequestId(key.id)));
    let rows = store::requests::list(view.conn, view.workspace, &wanted, after, limit + 1)?;
    let key = |row: &super::Request| Key { value: row.asked_at.0, id: row.id.0 };
    let Page { items, next_cursor } = query.page.page(view.workspace, LIST, rows, key)?;
    Ok(Page { items: with_effective(view, items)?, next_cursor })
}

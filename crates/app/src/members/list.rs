//! Lists members.

use domain::MemberId;
use uuid::Uuid;

use super::{MemberView, with_roles};
use crate::context::View;
use crate::error::Result;
use crate::page::{Page, PageQuery, TextKey};

/// The name that the list's cursors are bound to.
const LIST: &str = "members";

/// The members by name; integrations and those who are shut out too.
pub fn list(view: &mut View<'_>, page: &PageQuery) -> Result<Page<MemberView>> {
    let limit = page.limit()?.saturating_add(1);
    let after = page.after_text(view.workspace, LIST)?;
    let after = after.unwrap_or(TextKey { value: String::new(), id: Uuid::nil() });
    let place = (after.value.as_str(), MemberId(after.id));
    let members = store::members::page(view.conn, view.workspace, place, limit)?;
    let page = page.page_by_text(view.workspace, LIST, members, |member| TextKey {
        value: member.name.to_ascii_lowercase(),
        id: member.id.0,
    })?;
    Ok(Page { items: with_roles(view, page.items)?, next_cursor: page.next_cursor })
}

//! Looks at a thread.

use domain::{MessageId, Timestamp};

use super::list::place;
use super::view::{MessageView, with_parts};
use crate::context::View;
use crate::error::{Error, Result};
use crate::page::{MAX_LIMIT, Page, PageQuery};

/// The list's name in cursors.
const LIST: &str = "thread";

/// The messages of the thread that a message belongs to, oldest first. A page is as long as it may be if nothing is said.
pub fn thread(view: &mut View<'_>, id: MessageId, page: PageQuery) -> Result<Page<MessageView>> {
    let page = PageQuery { limit: page.limit.or(Some(MAX_LIMIT)), ..page };
    let limit = page.limit()?;
    let after = page.after(view.workspace, LIST)?;
    let after = after.map(|key| (Timestamp(key.value), MessageId(key.id)));
    let found = store::messages::find(view.conn, view.workspace, id)?;
    let message = found.ok_or_else(|| Error::not_found("message"))?;
    let thread = (message.network.as_str(), message.thread_key.as_str());
    let rows = store::messages::thread(view.conn, view.workspace, thread, after, limit + 1)?;
    let Page { items, next_cursor } = page.page(view.workspace, LIST, rows, place)?;
    Ok(Page { items: with_parts(view, items)?, next_cursor })
}

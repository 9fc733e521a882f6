//! Lists messages, newest first.

use domain::state::{Catalogue, MessageState};
use domain::text::{Network, TagName};
use domain::{IdentityId, MessageId, PersonId, Timestamp};
use store::messages::{Filter, Message, StateFilter};
use uuid::Uuid;

use super::view::{MessageView, with_parts};
use crate::context::View;
use crate::error::Result;
use crate::page::{Key, Page, PageQuery};

/// The list's name in cursors.
const LIST: &str = "messages";

/// Which messages are wanted. Everything given must hold.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// In this state.
    pub state: Option<MessageState>,
    /// From this network.
    pub network: Option<Network>,
    /// With this tag.
    pub tag: Option<TagName>,
    /// By this person or identity (an id), or by whoever has this handle.
    pub author: Option<String>,
    /// With these words.
    pub words: Option<String>,
    /// Whether to count them all.
    pub count: bool,
    /// Which page.
    pub page: PageQuery,
}

/// One page of messages, and how many there are in all if that was asked.
pub fn list(view: &mut View<'_>, query: &ListQuery) -> Result<(Page<MessageView>, Option<i64>)> {
    let limit = query.page.limit()?;
    let after = query.page.after(view.workspace, LIST)?;
    let Some(filter) = filter(view, query)? else {
        return Ok((Page { items: Vec::new(), next_cursor: None }, query.count.then_some(0)));
    };
    let after = after.map(|key| (Timestamp(key.value), MessageId(key.id)));
    let rows = store::messages::list(view.conn, view.workspace, &filter, after, limit + 1)?;
    let total =
        if query.count { Some(store::messages::count(view.conn, view.workspace, &filter)?) } else { None };
    let Page { items, next_cursor } = query.page.page(view.workspace, LIST, rows, place)?;
    Ok((Page { items: with_parts(view, items)?, next_cursor }, total))
}

/// A message's place in a list by time.
pub(super) fn place(message: &Message) -> Key {
    Key { value: message.posted_at.0, id: message.id.0 }
}

/// The filter in terms of ids; `None` if it names something that does not exist, so that nothing can match.
fn filter(view: &mut View<'_>, query: &ListQuery) -> Result<Option<Filter>> {
    let mut filter = Filter {
        state: query.state.map(|state| StateFilter { state, now: view.now }),
        network: query.network.as_ref().map(|network| network.as_str().to_owned()),
        ..Filter::default()
    };
    if let Some(tag) = &query.tag {
        let tags = store::tags::named(view.conn, view.workspace, Catalogue::Message, &[tag.as_str()])?;
        let Some(tag) = tags.first() else { return Ok(None) };
        filter.tag = Some(tag.id);
    }
    if let Some(author) = &query.author {
        let identities = identities(view, author)?;
        if identities.is_empty() {
            return Ok(None);
        }
        filter.authors = Some(identities);
    }
    if let Some(words) = query.words.as_deref().filter(|words| !words.trim().is_empty()) {
        let Some(words) = store::messages::quoted(words) else { return Ok(None) };
        filter.words = Some(words);
    }
    Ok(Some(filter))
}

fn identities(view: &mut View<'_>, author: &str) -> Result<Vec<IdentityId>> {
    let Ok(id) = author.parse::<Uuid>() else {
        let handle = author.trim().trim_start_matches('@');
        return Ok(store::identities::with_handle(view.conn, view.workspace, handle)?);
    };
    let of_person = store::identities::of_person(view.conn, view.workspace, PersonId(id))?;
    if !of_person.is_empty() {
        return Ok(of_person);
    }
    let itself = store::identities::by_ids(view.conn, view.workspace, &[IdentityId(id)])?;
    Ok(itself.into_iter().map(|(identity, _)| identity.id).collect())
}

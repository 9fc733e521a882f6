//! Reads the change feed.

use domain::{MemberId, SubjectId, WorkspaceId};
use store::events::{Event, Feed, Place};
use uuid::Uuid;

use super::EventView;
use crate::context::View;
use crate::error::{Error, Result};
use crate::page::{Key, PageQuery};

/// The name that the feed's cursors are bound to.
const LIST: &str = "events";
/// The word that stands for the end of the feed.
const NOW: &str = "now";

/// What of the feed is wanted.
#[derive(Clone, Debug, Default)]
pub struct FeedQuery {
    /// A cursor: what comes behind it. `now` is the end of the feed; nothing is its beginning.
    pub after: Option<String>,
    /// How many, 1 to 200.
    pub limit: Option<i64>,
    /// Decisions of this kind alone.
    pub kind: Option<String>,
    /// Decisions about this row alone.
    pub subject: Option<SubjectId>,
}

/// A part of the feed.
#[derive(Clone, Debug)]
pub struct FeedPage {
    /// Decisions, oldest first.
    pub items: Vec<EventView>,
    /// Where to go on; there is always one, because there will be more decisions.
    pub next_cursor: String,
}

/// The decisions behind a cursor, oldest first.
pub fn list(view: &mut View<'_>, query: &FeedQuery) -> Result<FeedPage> {
    let limit = PageQuery { limit: query.limit, cursor: None }.limit()?;
    let after = match query.after.as_deref() {
        None => Place::default(),
        Some(NOW) => store::events::end(view.conn, view.workspace)?,
        Some(cursor) => place(cursor, view.workspace)?,
    };
    let feed = Feed { after, kind: query.kind.clone(), subject: query.subject };
    let events = store::events::feed(view.conn, view.workspace, &feed, limit)?;
    let items = with_actors(view, events)?;
    let next_cursor = items.last().map_or_else(|| cursor(after, view.workspace), |last| last.cursor.clone());
    Ok(FeedPage { items, next_cursor })
}

/// Adds the names of those who decided, in one query.
pub(crate) fn with_actors(view: &mut View<'_>, events: Vec<Event>) -> Result<Vec<EventView>> {
    let ids: Vec<MemberId> = events.iter().filter_map(|event| event.actor_id).collect();
    let names = store::members::names(view.conn, view.workspace, &ids)?;
    let with = |event: Event| EventView {
        actor: event.actor_id.and_then(|id| names.get(&id).cloned()),
        cursor: cursor(Place { tx: event.tx, seq: event.seq }, view.workspace),
        event,
    };
    Ok(events.into_iter().map(with).collect())
}

fn cursor(place: Place, workspace: WorkspaceId) -> String {
    let seq = u128::try_from(place.seq).unwrap_or(0);
    Key { value: place.tx, id: Uuid::from_u128(seq) }.cursor(workspace, LIST)
}

fn place(cursor: &str, workspace: WorkspaceId) -> Result<Place> {
    let wrong =
        || Error::field("?after", "is not a cursor of the feed; pass `next_cursor` as it came, or `now`");
    let key = Key::parse(cursor, workspace, LIST).ok_or_else(wrong)?;
    let seq = i64::try_from(key.id.as_u128()).map_err(|_| wrong())?;
    Ok(Place { tx: key.value, seq })
}

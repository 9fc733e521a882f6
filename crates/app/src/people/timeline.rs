//! What happened between us and one person, of all kinds in one order.

use std::cmp::Reverse;

use domain::{IdentityId, PersonId, Timestamp};
use store::people::{FollowUpEntry, MessageEntry, RequestEntry, TimeKey, ToldEntry};
use uuid::Uuid;

use crate::context::View;
use crate::error::Result;
use crate::page::{Key, Page, PageQuery};

/// The name that the timeline's cursors are bound to.
pub const TIMELINE: &str = "timeline";

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Entry {
    /// They wrote.
    Message(MessageEntry),
    /// They asked for something.
    Request(RequestEntry),
    /// They were told about something.
    Told(ToldEntry),
    /// We came to owe them a reply.
    FollowUp(FollowUpEntry),
}

impl Entry {
    /// When it happened, as a time of the fact.
    pub fn at(&self) -> Timestamp {
        self.key().0
    }

    fn key(&self) -> (Timestamp, Uuid) {
        match self {
            Entry::Message(entry) => (entry.at, entry.id.0),
            Entry::Request(entry) => (entry.at, entry.id.0),
            Entry::Told(entry) => (entry.at, entry.feature_id.0),
            Entry::FollowUp(entry) => (entry.at, entry.id.0),
        }
    }
}

/// A page of what happened between us and a group of people who are one, newest first. Each kind is read from its own index
/// up to the limit; what does not fit is read again with the next page.
pub(super) fn timeline(
    view: &mut View<'_>,
    people: &[PersonId],
    authors: &[IdentityId],
    page: &PageQuery,
) -> Result<Page<Entry>> {
    let limit = page.limit()?.saturating_add(1);
    let after = page.after(view.workspace, TIMELINE)?;
    let after = after.map_or(TimeKey::NEWEST, |key| TimeKey { at: Timestamp(key.value), id: key.id });
    let (conn, workspace) = (&mut *view.conn, view.workspace);
    let mut entries: Vec<Entry> = Vec::new();
    let messages = store::people::messages(conn, workspace, authors, after, limit)?;
    entries.extend(messages.into_iter().map(Entry::Message));
    let requests = store::people::requests(conn, workspace, people, after, limit)?;
    entries.extend(requests.into_iter().map(Entry::Request));
    let told = store::people::told(conn, workspace, people, after, limit)?;
    entries.extend(told.into_iter().map(Entry::Told));
    let follow_ups = store::people::follow_ups(conn, workspace, people, after, limit)?;
    entries.extend(follow_ups.into_iter().map(Entry::FollowUp));
    entries.sort_by_key(|entry| Reverse(entry.key()));
    page.page(workspace, TIMELINE, entries, |entry| {
        let (at, id) = entry.key();
        Key { value: at.0, id }
    })
}

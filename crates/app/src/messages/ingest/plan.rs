//! What becomes of each incoming message, decided in the order in which they came. Nothing is read or written here.

use std::collections::{HashMap, HashSet};

use domain::state::{Disposition, MessageState};
use domain::{MessageId, Timestamp};
use store::messages::Message;

use super::threads::Roots;
use super::{Author, How, Incoming, Ingested, Key};

/// The messages that are known, by network and external id.
pub(super) struct Stored(pub(super) HashMap<(String, String), Message>);

impl Stored {
    pub(super) fn get(&self, key: Key<'_>) -> Option<&Message> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&(key.0.to_owned(), key.1.to_owned()))
    }
}

/// A message as it will be.
pub(super) struct Planned {
    pub(super) message: Message,
    pub(super) author: Option<Author>,
    /// Whether it is to be inserted.
    pub(super) fresh: bool,
    /// Whether it is to be saved, if it is known.
    pub(super) changed: bool,
    /// The texts that it will no longer have, and when each was replaced.
    pub(super) former: Vec<(String, Timestamp)>,
}

/// What is known before anything is decided.
pub(super) struct Facts<'a> {
    pub(super) now: Timestamp,
    /// The authors that are our accounts.
    pub(super) ours: HashSet<(String, String)>,
    /// The author of every item.
    pub(super) authors: HashMap<Key<'a>, Author>,
    pub(super) stored: Stored,
    pub(super) roots: Roots,
}

/// The decisions so far.
pub(super) struct Plan<'a> {
    facts: Facts<'a>,
    places: HashMap<Key<'a>, usize>,
    planned: Vec<Planned>,
    arrivals: Vec<(usize, How)>,
}

/// Whether a delivery says something that the message does not.
pub(super) fn differs(message: &Message, item: &Incoming) -> bool {
    is_newer_text(message, item)
        || (message.url.is_none() && item.url.is_some())
        || (message.parent_external_id.is_none() && item.parent_external_id.is_some())
        || joins_thread(message, item)
}

/// Whether a delivery has another text than the message, and not an older one. Without a time it is from now.
fn is_newer_text(message: &Message, item: &Incoming) -> bool {
    let older = item.edited_at.zip(message.edited_at).is_some_and(|(this, stored)| this <= stored);
    !older && item.text.as_str() != message.text
}

/// Whether a delivery says what thread a message belongs to that was taken for a root.
pub(super) fn joins_thread(message: &Message, item: &Incoming) -> bool {
    message.thread_key == message.external_id && item.leads_to().is_some()
}

impl<'a> Plan<'a> {
    pub(super) fn new(facts: Facts<'a>) -> Self {
        Plan { facts, places: HashMap::new(), planned: Vec::new(), arrivals: Vec::new() }
    }

    /// Decides about one message.
    pub(super) fn take(&mut self, item: &'a Incoming, id: impl FnOnce() -> MessageId) {
        if let Some(place) = self.places.get(&item.key()).copied() {
            let how = self
                .planned
                .get_mut(place)
                .map_or(How::Unchanged, |known| revise(known, item, self.facts.now));
            self.arrivals.push((place, how));
            return;
        }
        let place = self.planned.len();
        self.places.insert(item.key(), place);
        if let Some(message) = self.known(item) {
            let mut known =
                Planned { message, author: None, fresh: false, changed: false, former: Vec::new() };
            known.changed = self.facts.roots.rehome(&mut known.message);
            let how = revise(&mut known, item, self.facts.now);
            self.planned.push(known);
            self.arrivals.push((place, how));
        } else if let Some(author) = self.facts.authors.get(&item.author_key()).cloned() {
            let message = self.new_message(item, &author, id());
            self.planned.push(Planned {
                message,
                author: Some(author),
                fresh: true,
                changed: false,
                former: Vec::new(),
            });
            self.arrivals.push((place, How::Created));
        }
    }

    /// The outcome, and the messages that only move to another thread.
    pub(super) fn finish(mut self) -> (Ingested, Vec<Message>) {
        let now = self.facts.now;
        let touched = |message: &mut Message| {
            message.version += 1;
            message.updated_at = now;
        };
        for planned in self.planned.iter_mut().filter(|planned| planned.changed) {
            touched(&mut planned.message);
        }
        let mut moved = Vec::new();
        for mut message in self.facts.stored.0.into_values() {
            if self.facts.roots.rehome(&mut message) {
                touched(&mut message);
                moved.push(message);
            }
        }
        (Ingested { arrivals: self.arrivals, planned: self.planned }, moved)
    }

    fn known(&mut self, item: &Incoming) -> Option<Message> {
        let (network, external_id) = item.key();
        if self.facts.stored.0.is_empty() {
            return None;
        }
        self.facts.stored.0.remove(&(network.to_owned(), external_id.to_owned()))
    }

    fn is_ours(&self, item: &Incoming) -> bool {
        let (network, external_id) = item.author_key();
        !self.facts.ours.is_empty() && self.facts.ours.contains(&(network.to_owned(), external_id.to_owned()))
    }

    fn new_message(&self, item: &Incoming, author: &Author, id: MessageId) -> Message {
        let ours = self.is_ours(item);
        let never_work = if ours { Some("ours") } else { item.repost.then_some("repost") };
        let (network, external_id) = item.key();
        Message {
            id,
            network: network.to_owned(),
            external_id: external_id.to_owned(),
            url: item.url.as_ref().map(|url| url.as_str().to_owned()),
            author_id: author.id,
            text: item.text.as_str().to_owned(),
            posted_at: item.posted_at,
            parent_external_id: item.parent_external_id.as_ref().map(|id| id.as_str().to_owned()),
            thread_key: self.facts.roots.of(network, external_id).unwrap_or(external_id).to_owned(),
            ours,
            state: if never_work.is_some() { MessageState::Done } else { MessageState::New },
            disposition: never_work.map(|_| Disposition::NoReplyNeeded),
            reason: never_work.map(str::to_owned),
            done_at: never_work.map(|_| self.facts.now),
            done_by: None,
            answered_at: None,
            answered_by: None,
            answer_url: None,
            claimed_by: None,
            lease_token: None,
            lease_until: None,
            edited_at: item.edited_at,
            created_at: self.facts.now,
            updated_at: self.facts.now,
            version: 1,
        }
    }
}

/// Takes into a message what a later delivery says.
fn revise(planned: &mut Planned, item: &Incoming, now: Timestamp) -> How {
    if !differs(&planned.message, item) {
        return How::Unchanged;
    }
    let message = &mut planned.message;
    if is_newer_text(message, item) {
        let at = item.edited_at.unwrap_or(now);
        let former = std::mem::replace(&mut message.text, item.text.as_str().to_owned());
        planned.former.push((former, at));
        message.edited_at = Some(at);
        reopen(message);
    }
    if message.url.is_none() {
        message.url = item.url.as_ref().map(|url| url.as_str().to_owned());
    }
    if message.parent_external_id.is_none() {
        message.parent_external_id = item.parent_external_id.as_ref().map(|id| id.as_str().to_owned());
    }
    planned.changed = true;
    How::Updated
}

/// New words from its author bring a message back, unless it never was work: ours and reposts are settled by nobody.
fn reopen(message: &mut Message) {
    if message.state == MessageState::Done && message.done_by.is_some() {
        message.state = MessageState::New;
        message.disposition = None;
        message.reason = None;
        message.done_at = None;
        message.done_by = None;
    }
}

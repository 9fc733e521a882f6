//! Messages in, by sets: a batch costs a fixed number of statements, however large it is and whatever is known of it.

mod authors;
mod plan;
mod threads;

use std::collections::{HashMap, HashSet};

use domain::MessageId;
use serde_json::json;
use store::messages::{Message, NewVersion};

use super::incoming::{Incoming, Key};
use super::view::{Author, MessageView};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};
use plan::{Facts, Plan, Planned, Stored};

/// What became of an incoming message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It is new.
    Created,
    /// It was known and says something new.
    Updated,
    /// It was known.
    Unchanged,
}

/// What became of several, in the order in which they came.
pub(super) struct Ingested {
    /// Each one's place in `planned`, and what became of it.
    arrivals: Vec<(usize, How)>,
    planned: Vec<Planned>,
}

impl Ingested {
    /// The ids and what became of them, in the order in which they came.
    pub(super) fn arrivals(&self) -> impl Iterator<Item = (MessageId, How)> {
        self.arrivals.iter().filter_map(|(at, how)| Some((self.planned.get(*at)?.message.id, *how)))
    }

    /// The only message as it looks now, if it is new.
    pub(super) fn into_fresh(self) -> Option<MessageView> {
        let planned = self.planned.into_iter().next().filter(|planned| planned.fresh)?;
        let versions = i64::try_from(planned.former.len()).unwrap_or(i64::MAX);
        Some(MessageView::fresh(planned.message, planned.author?, versions))
    }
}

/// How often another writer may be faster at the same messages before the caller is asked to come back.
const ATTEMPTS: usize = 10;

/// Takes in messages: new ones become rows, known ones take what is new, their authors are found or made.
pub(super) fn ingest(tx: &mut Tx<'_>, items: &[Incoming]) -> Result<Ingested> {
    if items.iter().any(|item| item.leads_to().is_some()) {
        store::messages::lock_threads(tx.conn, tx.workspace)?;
    }
    for _ in 0..ATTEMPTS {
        if let Some(ingested) = tx.attempt(|tx| attempt(tx, items))? {
            record(tx, &ingested)?;
            return Ok(ingested);
        }
    }
    Err(Error::new(
        Code::Overloaded,
        "others bring the same messages at the same time; try again in a moment",
    ))
}

/// One attempt; `None` if another writer was faster at one of the messages or authors, whom the next attempt will see.
fn attempt(tx: &mut Tx<'_>, items: &[Incoming]) -> Result<Option<Ingested>> {
    let Some(authors) = authors::settle(tx, items)? else { return Ok(None) };
    let stored = stored(tx, items)?;
    let roots = threads::roots(tx, items, &stored)?;
    let stored = hold(tx, items, stored, &roots)?;
    let mut plan = Plan::new(Facts { now: tx.now, ours: ours(tx)?, authors, stored, roots });
    for item in items {
        plan.take(item, || tx.id());
    }
    let (ingested, moved) = plan.finish();
    Ok(write(tx, &ingested, moved)?.then_some(ingested))
}

/// The keys of the accounts that are ours.
fn ours(tx: &mut Tx<'_>) -> Result<HashSet<(String, String)>> {
    let accounts = store::accounts::list(tx.conn, tx.workspace)?;
    Ok(accounts.into_iter().map(|account| (account.network, account.external_id)).collect())
}

/// External ids by network, each once and in order.
fn by_network<'a>(keys: impl Iterator<Item = Key<'a>>) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut keys: Vec<Key<'a>> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    let same_network = |a: &Key<'a>, b: &Key<'a>| a.0 == b.0;
    keys.chunk_by(same_network)
        .filter_map(|chunk| Some((chunk.first()?.0, chunk.iter().map(|key| key.1).collect())))
        .collect()
}

/// Those of the messages that are known.
fn stored(tx: &mut Tx<'_>, items: &[Incoming]) -> Result<Stored> {
    let mut stored = HashMap::new();
    for (network, external_ids) in by_network(items.iter().map(Incoming::key)) {
        for message in store::messages::known(tx.conn, tx.workspace, network, &external_ids)? {
            stored.insert((message.network.clone(), message.external_id.clone()), message);
        }
    }
    Ok(Stored(stored))
}

/// Holds the messages that will change, so that what is decided about them still holds when it is written.
fn hold(tx: &mut Tx<'_>, items: &[Incoming], mut stored: Stored, roots: &threads::Roots) -> Result<Stored> {
    let edited = items.iter().filter_map(|item| {
        stored.get(item.key()).filter(|message| plan::differs(message, item)).map(|message| message.id)
    });
    let mut ids: Vec<MessageId> = edited.chain(roots.moved.iter().copied()).collect();
    if ids.is_empty() {
        return Ok(stored);
    }
    ids.sort_unstable();
    ids.dedup();
    for message in store::messages::lock(tx.conn, tx.workspace, &ids)? {
        stored.0.insert((message.network.clone(), message.external_id.clone()), message);
    }
    Ok(stored)
}

/// Writes what was planned; false if another writer was faster.
fn write(tx: &mut Tx<'_>, ingested: &Ingested, moved: Vec<Message>) -> Result<bool> {
    let mut changed = moved;
    let mut fresh: Vec<&Planned> = Vec::new();
    let mut edited: Vec<&Planned> = Vec::new();
    for planned in &ingested.planned {
        if planned.fresh {
            fresh.push(planned);
        } else if planned.changed {
            changed.push(planned.message.clone());
        }
        if !planned.former.is_empty() {
            edited.push(planned);
        }
    }
    let key = |planned: &&Planned| (planned.message.network.clone(), planned.message.external_id.clone());
    fresh.sort_by_cached_key(key);
    changed.sort_by_key(|message| message.id);
    store::messages::save(tx.conn, tx.workspace, &changed)?;
    let rows: Vec<&Message> = fresh.iter().map(|planned| &planned.message).collect();
    if store::messages::insert(tx.conn, tx.workspace, &rows)? < rows.len() {
        return Ok(false);
    }
    if !edited.is_empty() {
        write_versions(tx, &edited)?;
    }
    Ok(true)
}

fn write_versions(tx: &mut Tx<'_>, edited: &[&Planned]) -> Result<()> {
    let ids: Vec<MessageId> =
        edited.iter().filter(|planned| !planned.fresh).map(|planned| planned.message.id).collect();
    let counts = store::messages::version_counts(tx.conn, tx.workspace, &ids)?;
    let mut versions = Vec::new();
    for planned in edited {
        let message_id = planned.message.id;
        let before = counts.get(&message_id).copied().unwrap_or(0);
        for (n, (text, replaced_at)) in (before + 1..).zip(&planned.former) {
            versions.push(NewVersion { message_id, n, text: text.clone(), replaced_at: *replaced_at });
        }
    }
    Ok(store::messages::add_versions(tx.conn, tx.workspace, &versions)?)
}

/// One event for all that is new; none if nothing is.
fn record(tx: &mut Tx<'_>, ingested: &Ingested) -> Result<()> {
    let mut seen = HashSet::new();
    let news = ingested.arrivals().filter(|(id, how)| *how != How::Unchanged && seen.insert(*id));
    let ids: Vec<MessageId> = news.map(|(id, _)| id).collect();
    let Some(first) = ids.first() else { return Ok(()) };
    let data = json!({ "ids": ids.iter().map(MessageId::to_string).collect::<Vec<_>>() });
    tx.record(Decision { kind: "message.received", subject: first.0.into(), data }).map(drop)
}

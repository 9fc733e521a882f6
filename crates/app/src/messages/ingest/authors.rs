//! The authors of incoming messages: known ones are found, new ones are made with a person each, and handles change when
//! the message that shows them is the newest of its author.

use std::collections::{BTreeMap, HashMap};

use domain::text::Handle;
use domain::{IdentityId, Timestamp};
use store::identities::{FormerHandle, Identity, Known};

use super::{Author, Incoming, Key, by_network};
use crate::context::Tx;
use crate::error::Result;

/// What the items show of one author.
struct Seen<'a> {
    handle: Option<&'a str>,
    name: Option<&'a str>,
    /// When the newest of the items was posted.
    at: Timestamp,
    /// Handles that older items show.
    former: Vec<(&'a str, Timestamp)>,
}

/// Finds or makes the author of every item; `None` if another writer was faster at one of them.
pub(super) fn settle<'a>(tx: &mut Tx<'_>, items: &'a [Incoming]) -> Result<Option<HashMap<Key<'a>, Author>>> {
    let seen = seen(items);
    let mut known: HashMap<(String, String), Known> = HashMap::new();
    for (network, external_ids) in by_network(seen.keys().copied()) {
        for found in store::identities::known(tx.conn, tx.workspace, network, &external_ids)? {
            known.insert((found.0.network.clone(), found.0.external_id.clone()), found);
        }
    }
    let mut authors = HashMap::with_capacity(seen.len());
    let mut new = Vec::new();
    let mut changes = Changes::default();
    for (key, shown) in &seen {
        let found = known.remove(&(key.0.to_owned(), key.1.to_owned()));
        let (identity, person) = found.unwrap_or_else(|| {
            let identity = new_identity(tx, *key, shown);
            new.push(identity.clone());
            let person = identity.person_id;
            (identity, person)
        });
        changes.note(&identity, shown);
        authors.insert(*key, Author::from((identity, person)));
    }
    if store::identities::insert_with_people(tx.conn, tx.workspace, &new)? < new.len() {
        return Ok(None);
    }
    for identity in changes.write(tx)? {
        if let Some(author) = authors.values_mut().find(|author| author.id == identity.id) {
            author.handle = identity.handle;
            author.name = identity.name;
        }
    }
    Ok(Some(authors))
}

/// The authors of the items in order, each with the newest handle and name.
fn seen(items: &[Incoming]) -> BTreeMap<Key<'_>, Seen<'_>> {
    let mut all: BTreeMap<Key<'_>, Seen<'_>> = BTreeMap::new();
    for item in items {
        let handle = item.author.handle.as_ref().map(Handle::as_str);
        let name = item.author.name.as_ref().map(Handle::as_str);
        let at = item.posted_at;
        let new = || Seen { handle, name, at, former: Vec::new() };
        let shown = all.entry(item.author_key()).or_insert_with(new);
        if at >= shown.at {
            let before = shown.handle.filter(|before| handle.is_some_and(|now| now != *before));
            shown.former.extend(before.map(|before| (before, at)));
            *shown = Seen {
                handle: handle.or(shown.handle),
                name: name.or(shown.name),
                at,
                former: std::mem::take(&mut shown.former),
            };
        } else {
            shown.former.extend(handle.filter(|older| shown.handle != Some(*older)).map(|older| (older, at)));
            shown.handle = shown.handle.or(handle);
            shown.name = shown.name.or(name);
        }
    }
    all
}

fn new_identity(tx: &Tx<'_>, (network, external_id): Key<'_>, shown: &Seen<'_>) -> Identity {
    let handle = shown.handle.unwrap_or(external_id);
    Identity {
        id: tx.id(),
        person_id: tx.id(),
        network: network.to_owned(),
        external_id: external_id.to_owned(),
        handle: handle.to_owned(),
        name: shown.name.unwrap_or(handle).to_owned(),
        seen_at: shown.at,
        gone_at: None,
        created_at: tx.now,
        updated_at: tx.now,
    }
}

/// Handles and names that may have changed.
#[derive(Default)]
struct Changes {
    /// The identity as it is, and as the items show it.
    shown: Vec<(Identity, Identity)>,
    former: BTreeMap<(IdentityId, String), Timestamp>,
}

impl Changes {
    fn note(&mut self, identity: &Identity, shown: &Seen<'_>) {
        let handle = shown.handle.unwrap_or(&identity.handle);
        let name = shown.name.unwrap_or(&identity.name);
        for (former, until) in &shown.former {
            self.had(identity.id, former, *until);
        }
        if handle != identity.handle || name != identity.name {
            let (handle, name) = (handle.to_owned(), name.to_owned());
            let changed = Identity { handle, name, seen_at: shown.at, ..identity.clone() };
            self.shown.push((identity.clone(), changed));
        }
    }

    fn had(&mut self, identity: IdentityId, handle: &str, until: Timestamp) {
        let last = self.former.entry((identity, handle.to_owned())).or_insert(until);
        *last = until.max(*last);
    }

    /// Writes the changes that a newer message does not contradict; gives them back.
    fn write(mut self, tx: &mut Tx<'_>) -> Result<Vec<Identity>> {
        let mut renamed = Vec::new();
        if !self.shown.is_empty() {
            let ids: Vec<IdentityId> = self.shown.iter().map(|(before, _)| before.id).collect();
            let last_posts = store::identities::last_posts(tx.conn, tx.workspace, &ids)?;
            for (before, mut now) in std::mem::take(&mut self.shown) {
                let newest = last_posts.get(&before.id).map_or(before.seen_at, |at| before.seen_at.max(*at));
                let (gone, until) =
                    if now.seen_at >= newest { (&before, now.seen_at) } else { (&now, now.seen_at) };
                if before.handle != now.handle {
                    self.had(before.id, &gone.handle.clone(), until);
                }
                if now.seen_at >= newest {
                    now.updated_at = tx.now;
                    renamed.push(now);
                }
            }
        }
        store::identities::rename(tx.conn, tx.workspace, &renamed)?;
        let former: Vec<FormerHandle> = self
            .former
            .into_iter()
            .map(|((identity_id, handle), seen_until)| FormerHandle { identity_id, handle, seen_until })
            .collect();
        store::identities::remember_handles(tx.conn, tx.workspace, &former)?;
        Ok(renamed)
    }
}

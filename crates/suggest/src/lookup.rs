//! From a message key to its documents: a hash table of ids alone, four bytes a message instead of thirty-two.

use crate::hash::hash_key;
use crate::ids::{DocId, MessageKey};
use crate::number::{low_bits, narrow};
use crate::table::Table;

/// A free place.
const FREE: u32 = u32::MAX;

/// Open addressing with linear probing, at most half full. A key may have several documents, one for each
/// feature that the message is linked to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lookup {
    places: Vec<u32>,
    keys: Table<DocId, u128>,
    used: usize,
}

impl Lookup {
    /// Adds a document of `key`.
    pub(crate) fn insert(&mut self, key: MessageKey, doc: DocId) {
        if (self.used + 1) * 2 > self.places.len() {
            self.grow();
        }
        self.keys.set(doc, key.0);
        self.place(key.0, doc);
        self.used += 1;
    }

    /// The documents of `key`, in the order of their ids.
    pub(crate) fn find(&self, key: MessageKey) -> Vec<DocId> {
        let mut found: Vec<DocId> =
            self.probe(key.0).map(|(_, doc)| doc).filter(|doc| self.keys.value(*doc) == key.0).collect();
        found.sort_unstable();
        found
    }

    /// Removes a document; the documents behind it in the run move up so that no probe stops early.
    pub(crate) fn remove(&mut self, doc: DocId) {
        let key = self.keys.value(doc);
        let Some(place) = self.probe(key).find_map(|(place, found)| (found == doc).then_some(place)) else {
            return;
        };
        let behind: Vec<(usize, DocId)> = self.run_from(self.next(place)).collect();
        self.clear(place);
        for (place, _) in &behind {
            self.clear(*place);
        }
        for (_, moved) in behind {
            self.place(self.keys.value(moved), moved);
        }
        self.keys.take(doc);
        self.used -= 1;
    }

    /// The taken places from where `key` belongs up to the next free one.
    fn probe(&self, key: u128) -> impl Iterator<Item = (usize, DocId)> {
        self.run_from(self.home(key))
    }

    fn run_from(&self, start: usize) -> impl Iterator<Item = (usize, DocId)> {
        let mut place = start;
        std::iter::from_fn(move || {
            let doc = self.places.get(place).copied().filter(|doc| *doc != FREE)?;
            let here = place;
            place = self.next(place);
            Some((here, DocId(doc)))
        })
    }

    fn place(&mut self, key: u128, doc: DocId) {
        let end = self.probe(key).last().map_or(self.home(key), |(place, _)| self.next(place));
        if let Some(place) = self.places.get_mut(end) {
            *place = doc.0;
        }
    }

    fn clear(&mut self, place: usize) {
        if let Some(place) = self.places.get_mut(place) {
            *place = FREE;
        }
    }

    fn grow(&mut self) {
        let doubled = (self.places.len() * 2).max(16);
        let old = std::mem::replace(&mut self.places, vec![FREE; doubled]);
        for doc in old.into_iter().filter(|doc| *doc != FREE).map(DocId) {
            self.place(self.keys.value(doc), doc);
        }
    }

    fn home(&self, key: u128) -> usize {
        low_bits(hash_key(key)) as usize & self.mask()
    }

    fn next(&self, place: usize) -> usize {
        (place + 1) & self.mask()
    }

    /// The number of places is a power of two.
    fn mask(&self) -> usize {
        narrow(self.places.len().saturating_sub(1)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_found_until_it_is_removed() {
        let mut lookup = Lookup::default();
        for doc in 0..1_000 {
            lookup.insert(MessageKey(u128::from(doc % 700)), DocId(doc));
        }
        for doc in (0..1_000).filter(|doc| doc % 3 == 0) {
            lookup.remove(DocId(doc));
        }
        for key in 0..700_u32 {
            let expect: Vec<DocId> =
                [key, key + 700].into_iter().filter(|doc| *doc < 1_000 && doc % 3 != 0).map(DocId).collect();
            assert_eq!(lookup.find(MessageKey(u128::from(key))), expect);
        }
    }

    #[test]
    fn an_empty_table_finds_nothing() {
        assert!(Lookup::default().find(MessageKey(1)).is_empty());
    }
}

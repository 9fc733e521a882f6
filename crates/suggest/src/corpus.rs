//! What has been learned so far: features, their titles and messages, in every form the scans need.

use std::sync::Arc;

use crate::characters::CharacterIndex;
use crate::embedding::{Nibbles, Packed, mean};
use crate::hash::FixedMap;
use crate::ids::{DocId, FeatureId, FeatureKey, MessageKey, Row};
use crate::index::Index;
use crate::lookup::Lookup;
use crate::number::real;
use crate::reading::Reading;
use crate::table::Table;

/// One feature. Its documents are its title, the titles of features merged into it, and its linked messages.
#[derive(Debug, Clone)]
pub(crate) struct Feature {
    pub(crate) key: FeatureKey,
    pub(crate) documents: Vec<DocId>,
    /// Number of linked messages.
    pub(crate) links: u32,
    /// Number of terms in all documents.
    pub(crate) length: u32,
    /// The value of [`Corpus::now`] at the last link.
    pub(crate) last_link: u32,
}

/// What a document is and whose.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document {
    pub(crate) feature: FeatureId,
    pub(crate) length: u16,
    pub(crate) kind: DocumentKind,
    /// The value of [`Corpus::now`] when it was added.
    added: u32,
}

/// Where the text of a document comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// The name of the feature.
    Title,
    /// The name of a feature that was merged into this one.
    Alias,
    /// A linked message.
    Message,
}

/// Number of documents of a sort and of the terms in them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Totals {
    pub(crate) count: usize,
    pub(crate) length: usize,
}

impl Totals {
    /// Mean number of terms, at least one.
    pub(crate) fn mean_length(self) -> f32 {
        (real(self.length) / real(self.count.max(1))).max(1.0)
    }

    fn add(&mut self, length: u16) {
        self.count += 1;
        self.length += usize::from(length);
    }

    fn subtract(&mut self, length: u16) {
        self.count -= 1;
        self.length -= usize::from(length);
    }
}

/// All features and documents of a workspace.
#[derive(Debug, Clone, Default)]
pub(crate) struct Corpus {
    pub(crate) words: Index<Arc<str>>,
    pub(crate) characters: CharacterIndex,
    pub(crate) vectors: Table<DocId, Nibbles>,
    pub(crate) centroids: Table<FeatureId, Packed>,
    pub(crate) messages: Totals,
    pub(crate) titles: Totals,
    /// Number of links learned so far: the clock that recency is measured with.
    pub(crate) now: u32,
    documents: Table<DocId, Option<Document>>,
    features: Table<FeatureId, Option<Feature>>,
    by_key: FixedMap<FeatureKey, FeatureId>,
    lookup: Lookup,
    free_documents: Vec<DocId>,
    free_features: Vec<FeatureId>,
}

impl Corpus {
    /// The feature of a key.
    pub(crate) fn id_of(&self, key: FeatureKey) -> Option<FeatureId> {
        self.by_key.get(&key).copied()
    }

    /// A feature that has not been removed.
    pub(crate) fn feature(&self, id: FeatureId) -> Option<&Feature> {
        self.features.get(id)?.as_ref()
    }

    /// Every feature in the order of its id.
    pub(crate) fn features(&self) -> impl Iterator<Item = (FeatureId, &Feature)> {
        self.features.iter().filter_map(|(id, feature)| Some((id, feature.as_ref()?)))
    }

    /// Number of features.
    pub(crate) fn feature_count(&self) -> usize {
        self.by_key.len()
    }

    /// Number of rows that a table over all features needs.
    pub(crate) fn feature_rows(&self) -> usize {
        self.features.len()
    }

    /// Number of rows that a table over all documents needs.
    pub(crate) fn document_rows(&self) -> usize {
        self.documents.len()
    }

    /// A document that has not been removed.
    pub(crate) fn document(&self, doc: DocId) -> Option<Document> {
        *self.documents.get(doc)?
    }

    /// The documents of a message, one a link.
    pub(crate) fn documents_of(&self, key: MessageKey) -> Vec<DocId> {
        self.lookup.find(key)
    }

    /// The document by which a message is linked to a feature.
    pub(crate) fn link(&self, key: MessageKey, feature: FeatureId) -> Option<DocId> {
        let is_of_feature = |doc: &DocId| self.document(*doc).is_some_and(|found| found.feature == feature);
        self.documents_of(key).into_iter().find(is_of_feature)
    }

    /// Adds a feature without documents; the key must be new.
    pub(crate) fn insert_feature(&mut self, key: FeatureKey) -> FeatureId {
        let id = self.free_features.pop().unwrap_or_else(|| FeatureId::at(self.features.len()));
        let feature = Feature { key, documents: Vec::new(), links: 0, length: 0, last_link: 0 };
        self.features.set(id, Some(feature));
        self.by_key.insert(key, id);
        id
    }

    /// Removes a feature with all its documents.
    pub(crate) fn remove_feature(&mut self, id: FeatureId) {
        // Taken out first, so that its centroid is not computed anew after each document.
        let Some(feature) = self.features.take(id) else { return };
        for doc in feature.documents {
            self.remove_document(doc);
        }
        self.by_key.remove(&feature.key);
        self.centroids.take(id);
        self.free_features.push(id);
    }

    /// Adds a title or alias of a feature.
    pub(crate) fn insert_title(&mut self, id: FeatureId, reading: &Reading) {
        self.insert_document(id, DocumentKind::Title, reading);
    }

    /// Links a message to a feature.
    pub(crate) fn insert_link(&mut self, key: MessageKey, id: FeatureId, reading: &Reading) {
        self.now += 1;
        let now = self.now;
        let doc = self.insert_document(id, DocumentKind::Message, reading);
        self.lookup.insert(key, doc);
        if let Some(feature) = self.feature_mut(id) {
            feature.links += 1;
            feature.last_link = now;
        }
    }

    /// The document that is the title of a feature.
    pub(crate) fn title_of(&self, id: FeatureId) -> Option<DocId> {
        let is_title =
            |doc: &DocId| self.document(*doc).is_some_and(|found| found.kind == DocumentKind::Title);
        self.feature(id)?.documents.iter().copied().find(is_title)
    }

    /// Removes one document from its feature and from every index.
    pub(crate) fn remove_document(&mut self, doc: DocId) {
        let Some(document) = self.documents.take(doc) else { return };
        self.words.remove(doc);
        self.characters.remove(doc);
        self.vectors.take(doc);
        self.totals_mut(document.kind).subtract(document.length);
        if document.kind == DocumentKind::Message {
            self.lookup.remove(doc);
        }
        if let Some(feature) = self.feature_mut(document.feature) {
            feature.documents.retain(|other| *other != doc);
            feature.length -= u32::from(document.length);
            feature.links -= u32::from(document.kind == DocumentKind::Message);
        }
        self.free_documents.push(doc);
        self.refresh_last_link(document.feature);
        self.refresh_centroid(document.feature);
    }

    /// Gives all documents of `from` to `into`, where the title of `from` becomes an alias, and removes `from`.
    pub(crate) fn merge(&mut self, from: FeatureId, into: FeatureId) {
        let Some(source) = self.features.take(from) else { return };
        for doc in &source.documents {
            if let Some(Some(document)) = self.documents.get_mut(*doc) {
                document.feature = into;
                if document.kind == DocumentKind::Title {
                    document.kind = DocumentKind::Alias;
                }
            }
        }
        if let Some(target) = self.feature_mut(into) {
            target.documents.extend(&source.documents);
            target.links += source.links;
            target.length += source.length;
            target.last_link = target.last_link.max(source.last_link);
        }
        self.by_key.remove(&source.key);
        self.centroids.take(from);
        self.free_features.push(from);
        self.refresh_centroid(into);
    }

    fn insert_document(&mut self, feature: FeatureId, kind: DocumentKind, reading: &Reading) -> DocId {
        let doc = self.free_documents.pop().unwrap_or_else(|| DocId::at(self.documents.len()));
        let length = u16::try_from(reading.terms.len()).unwrap_or(u16::MAX);
        self.documents.set(doc, Some(Document { feature, length, kind, added: self.now }));
        self.totals_mut(kind).add(length);
        let stems = reading.terms.iter().map(|term| Arc::from(term.stem.as_str())).collect();
        self.words.insert(doc, stems);
        self.characters.insert(doc, &reading.grams);
        self.vectors.set(doc, Nibbles::new(&reading.vector));
        if let Some(feature) = self.feature_mut(feature) {
            feature.documents.push(doc);
            feature.length += u32::from(length);
        }
        self.refresh_centroid(feature);
        doc
    }

    /// Recency falls back to the latest link that is left.
    fn refresh_last_link(&mut self, id: FeatureId) {
        let Some(feature) = self.feature(id) else { return };
        let documents = feature.documents.iter().filter_map(|doc| self.document(*doc));
        let messages = documents.filter(|document| document.kind == DocumentKind::Message);
        let last_link = messages.map(|document| document.added).max().unwrap_or(0);
        if let Some(feature) = self.feature_mut(id) {
            feature.last_link = last_link;
        }
    }

    /// The centroid is computed anew from all documents, so that learning and unlearning leave no trace.
    fn refresh_centroid(&mut self, id: FeatureId) {
        let Some(feature) = self.feature(id) else { return };
        let centroid = mean(feature.documents.iter().filter_map(|doc| self.vectors.get(*doc)));
        self.centroids.set(id, centroid);
    }

    fn feature_mut(&mut self, id: FeatureId) -> Option<&mut Feature> {
        self.features.get_mut(id)?.as_mut()
    }

    fn totals_mut(&mut self, kind: DocumentKind) -> &mut Totals {
        match kind {
            DocumentKind::Title | DocumentKind::Alias => &mut self.titles,
            DocumentKind::Message => &mut self.messages,
        }
    }
}

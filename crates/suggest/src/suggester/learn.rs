//! What a human decided, learned at once.

use super::{Suggester, UnknownFeature};
use crate::ids::{FeatureId, FeatureKey, MessageKey, TagKey};
use crate::labels::{Kind, LabelText};
use crate::reading::Reading;

impl Suggester {
    /// Learns that a message belongs to a feature: ranks first, makes one learning step, then indexes the text.
    ///
    /// A link that is known already only has its text replaced.
    pub fn learn_link(
        &mut self,
        message: MessageKey,
        text: &str,
        feature: FeatureKey,
    ) -> Result<(), UnknownFeature> {
        let id = self.require(feature)?;
        let reading = Reading::new(text);
        if self.corpus.link(message, id).is_none() {
            let ranking = self.learned.rank(&self.corpus, &reading, None);
            self.learned.learn_known(&ranking, id);
        }
        self.index_link(message, id, &reading);
        Ok(())
    }

    /// Learns that a feature was created for a message: nothing that was known before fitted it.
    pub fn learn_first_link(
        &mut self,
        message: MessageKey,
        text: &str,
        feature: FeatureKey,
    ) -> Result<(), UnknownFeature> {
        let id = self.require(feature)?;
        let reading = Reading::new(text);
        if self.corpus.link(message, id).is_none() {
            let ranking = self.learned.rank(&self.corpus, &reading, Some(id));
            self.learned.learn_new(&ranking);
        }
        self.index_link(message, id, &reading);
        Ok(())
    }

    /// Learns that a message is about nothing known, without a feature for it.
    pub fn learn_new(&mut self, text: &str) {
        let ranking = self.learned.rank(&self.corpus, &Reading::new(text), None);
        self.learned.learn_new(&ranking);
    }

    /// Indexes a link without learning from it again: for rebuilding from what was stored, about 30 µs a link.
    pub fn restore_link(
        &mut self,
        message: MessageKey,
        text: &str,
        feature: FeatureKey,
    ) -> Result<(), UnknownFeature> {
        let id = self.require(feature)?;
        self.index_link(message, id, &Reading::new(text));
        Ok(())
    }

    /// Takes a link back. The index is as if it had never been there; the few learned weights stay as they are.
    pub fn unlearn_link(&mut self, message: MessageKey, feature: FeatureKey) {
        let link = self.corpus.id_of(feature).and_then(|id| self.corpus.link(message, id));
        if let Some(doc) = link {
            self.corpus.remove_document(doc);
        }
    }

    /// Erases a message: every link of it and every word that only it had.
    pub fn forget(&mut self, message: MessageKey) {
        for doc in self.corpus.documents_of(message) {
            self.corpus.remove_document(doc);
        }
    }

    /// Learns the tags of a message; all other known tags count as not fitting. Links learned before let the
    /// features of the message suggest these tags, too.
    pub fn learn_tags(&mut self, message: MessageKey, text: &str, tags: &[TagKey]) {
        let documents = self.corpus.documents_of(message);
        let features: Vec<FeatureId> =
            documents.into_iter().filter_map(|doc| Some(self.corpus.document(doc)?.feature)).collect();
        self.tags.learn(&LabelText::new(text), tags, &features);
    }

    /// Learns the kind of a message.
    pub fn learn_kind(&mut self, text: &str, kind: Kind) {
        self.kinds.learn(&LabelText::new(text), kind);
    }

    fn index_link(&mut self, message: MessageKey, id: FeatureId, reading: &Reading) {
        if let Some(old) = self.corpus.link(message, id) {
            self.corpus.remove_document(old);
        }
        self.corpus.insert_link(message, id, reading);
    }
}

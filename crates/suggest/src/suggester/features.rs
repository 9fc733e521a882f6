//! The catalogue of features: add, rename, remove, merge.

use super::{Suggester, UnknownFeature};
use crate::ids::FeatureKey;
use crate::reading::Reading;

impl Suggester {
    /// Adds a feature by its title; a known key is renamed instead.
    pub fn add_feature(&mut self, key: FeatureKey, title: &str) {
        let id = self.corpus.id_of(key).unwrap_or_else(|| self.corpus.insert_feature(key));
        if let Some(old) = self.corpus.title_of(id) {
            self.corpus.remove_document(old);
        }
        self.corpus.insert_title(id, &Reading::new(title));
    }

    /// Gives a feature another title; the words of the old one are erased.
    pub fn rename_feature(&mut self, key: FeatureKey, title: &str) -> Result<(), UnknownFeature> {
        self.require(key)?;
        self.add_feature(key, title);
        Ok(())
    }

    /// Removes a feature and erases the words of its title and links. An unknown key is already removed.
    pub fn remove_feature(&mut self, key: FeatureKey) {
        if let Some(id) = self.corpus.id_of(key) {
            self.corpus.remove_feature(id);
            self.tags.remove_feature(id);
        }
    }

    /// Moves every link of `from` to `into`, which also answers to the title of `from` from now on.
    pub fn merge_feature(&mut self, from: FeatureKey, into: FeatureKey) -> Result<(), UnknownFeature> {
        let (source, target) = (self.require(from)?, self.require(into)?);
        if source != target {
            self.corpus.merge(source, target);
            self.tags.merge_feature(source, target);
        }
        Ok(())
    }
}

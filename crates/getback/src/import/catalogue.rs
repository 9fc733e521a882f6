//! The features of a workspace by their titles, so that an import links to what is there.

use std::collections::HashMap;

use app::{App, Caller};
use domain::FeatureId;
use domain::state::FeatureStatus;

/// A feature that a row can name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub id: FeatureId,
    /// Whether it, or what it was merged into, has shipped.
    pub shipped: bool,
}

/// Features by title, whatever its case.
pub(super) struct Catalogue {
    by_title: HashMap<String, Entry>,
}

/// A title as titles are compared.
pub(super) fn key(title: &str) -> String {
    title.to_lowercase()
}

impl Catalogue {
    /// All features there are. Of several with one title the oldest counts.
    pub(super) fn load(app: &App, caller: &Caller) -> app::Result<Catalogue> {
        let mut features = Vec::new();
        let mut after = None;
        loop {
            let page = app.read(caller, |view| app::export::features(view, after))?;
            let Some(last) = page.last() else { break };
            after = Some(last.feature.id);
            features.extend(page.into_iter().map(|view| view.feature));
        }
        let shipped: HashMap<FeatureId, bool> =
            features.iter().map(|feature| (feature.id, feature.status == FeatureStatus::Shipped)).collect();
        let mut by_title = HashMap::new();
        for feature in &features {
            let shipped = shipped.get(&feature.effective_id).copied().unwrap_or_default();
            by_title.entry(key(&feature.title)).or_insert(Entry { id: feature.id, shipped });
        }
        Ok(Catalogue { by_title })
    }

    pub(super) fn get(&self, key: &str) -> Option<Entry> {
        self.by_title.get(key).copied()
    }

    /// Notes a feature that was made.
    pub(super) fn add(&mut self, key: String, id: FeatureId) {
        self.by_title.insert(key, Entry { id, shipped: false });
    }
}

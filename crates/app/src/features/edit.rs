//! Edits a feature: title, description, status.

use domain::FeatureId;
use domain::state::FeatureStatus;
use domain::text::{Prose, Title};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::events::Event;
use store::features::Feature;

use super::{FeatureView, get, lock};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// What to change; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// Another title.
    pub title: Option<Title>,
    /// Another description.
    pub description: Option<Prose>,
    /// Another status.
    pub status: Option<FeatureStatus>,
}

/// The fields that an edit changed, before or after it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
}

/// What an edit's event holds.
#[derive(Deserialize)]
struct Change {
    before: Fields,
    after: Fields,
}

impl Fields {
    /// The fields of `feature` that are not as in `other`.
    fn differing(feature: &Feature, other: &Feature) -> Fields {
        Fields {
            title: (feature.title != other.title).then(|| feature.title.clone()),
            description: (feature.description != other.description).then(|| feature.description.clone()),
            status: (feature.status != other.status).then(|| feature.status.as_str().to_owned()),
        }
    }

    /// `feature` with these fields.
    fn applied_to(self, feature: &Feature) -> Result<Feature> {
        let status = self.status.map(|word| word.parse()).transpose().map_err(Error::internal)?;
        Ok(Feature {
            title: self.title.unwrap_or_else(|| feature.title.clone()),
            description: self.description.unwrap_or_else(|| feature.description.clone()),
            status: status.unwrap_or(feature.status),
            ..feature.clone()
        })
    }
}

/// Edits a feature. An edit that changes nothing is no decision and is not recorded.
pub fn edit(tx: &mut Tx<'_>, id: FeatureId, edit: Edit, if_match: Option<i64>) -> Result<FeatureView> {
    tx.conn.lock_shared(tx.workspace)?;
    let before = lock(tx, id, if_match)?;
    let mut after = before.clone();
    after.title = edit.title.map_or(after.title, Title::into_string);
    after.description = edit.description.map_or(after.description, Prose::into_string);
    after.status = edit.status.unwrap_or(after.status);
    if after != before {
        check_status(tx, &before, after.status)?;
        after.updated_at = tx.now;
        store::features::update(tx.conn, tx.workspace, &mut after)?;
        let data = json!({ "before": Fields::differing(&before, &after), "after": Fields::differing(&after, &before) });
        tx.record(Decision { kind: "feature.edited", subject: id.0.into(), data })?;
    }
    get(&mut tx.view(), id)
}

/// "Shipped" is what releases say; by hand it can neither be said nor taken back.
fn check_status(tx: &mut Tx<'_>, before: &Feature, status: FeatureStatus) -> Result<()> {
    if status == before.status {
        return Ok(());
    }
    if status == FeatureStatus::Shipped {
        return Err(Error::field("/status", "cannot be set to `shipped` by hand; ship it in a release"));
    }
    if before.status == FeatureStatus::Shipped
        && store::releases::shipping(tx.conn, tx.workspace, before.effective_id)?.is_some()
    {
        let detail = "the feature is in a release that is out; recall the release to change the status";
        return Err(Error::new(Code::WrongState, detail));
    }
    Ok(())
}

/// Puts the fields that the edit changed back, if they are as it left them.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = FeatureId(event.subject_id.0);
    let change: Change = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    let gone = || Error::new(Code::CannotUndo, "the feature is gone");
    let now = store::features::lock(tx.conn, tx.workspace, id)?.ok_or_else(gone)?;
    let mut restored = change.before.applied_to(&now)?;
    if Fields::differing(&now, &restored) != change.after {
        return Err(Error::new(Code::CannotUndo, "the feature was edited again since; edit it by hand"));
    }
    restored.updated_at = tx.now;
    Ok(store::features::update(tx.conn, tx.workspace, &mut restored)?)
}

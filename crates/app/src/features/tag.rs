//! Gives a feature its tags.

use domain::FeatureId;
use domain::state::Catalogue;
use domain::text::TagName;
use serde::Deserialize;
use serde_json::json;
use store::events::Event;
use store::features::Feature;

use super::{FeatureView, get, lock};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// What a tagging's event holds.
#[derive(Deserialize)]
struct Change {
    before: Vec<String>,
    after: Vec<String>,
}

/// Gives a feature these tags and no others. The same tags again are no decision.
pub fn tag(tx: &mut Tx<'_>, id: FeatureId, tags: Vec<TagName>, if_match: Option<i64>) -> Result<FeatureView> {
    let feature = lock(tx, id, if_match)?;
    let mut after: Vec<String> = tags.iter().map(|tag| tag.as_str().to_owned()).collect();
    after.sort();
    after.dedup();
    let before = tags_of(tx, id)?;
    if before != after {
        set(tx, feature, &after)?;
        let data = json!({ "before": before, "after": after });
        tx.record(Decision { kind: "feature.tagged", subject: id.0.into(), data })?;
    }
    get(&mut tx.view(), id)
}

/// Gives the feature the tags that it had, if it has those that the decision gave it.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = FeatureId(event.subject_id.0);
    let change: Change = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    let gone = || Error::new(Code::CannotUndo, "the feature is gone");
    let feature = store::features::lock(tx.conn, tx.workspace, id)?.ok_or_else(gone)?;
    if tags_of(tx, id)? != change.after {
        return Err(Error::new(Code::CannotUndo, "the feature was tagged again since; tag it by hand"));
    }
    set(tx, feature, &change.before)
}

/// The names in the order of this program: each database sorts text in its own way.
fn tags_of(tx: &mut Tx<'_>, id: FeatureId) -> Result<Vec<String>> {
    let mut tags = store::features::tags_of(tx.conn, tx.workspace, &[id])?.remove(&id).unwrap_or_default();
    tags.sort();
    Ok(tags)
}

fn set(tx: &mut Tx<'_>, mut feature: Feature, names: &[String]) -> Result<()> {
    let tags = crate::tags::ensure(tx, Catalogue::Feature, names)?;
    store::features::set_tags(tx.conn, tx.workspace, feature.id, &tags)?;
    feature.updated_at = tx.now;
    Ok(store::features::update(tx.conn, tx.workspace, &mut feature)?)
}

//! What the member who claimed a follow-up has seen of it.

use domain::FeatureId;
use domain::state::ItemState;
use store::follow_ups::{FollowUp, Item};

use crate::context::Tx;
use crate::error::Result;

/// An item with the feature that it is shown as.
pub(super) struct Seen {
    /// The item.
    pub(super) item: Item,
    /// The effective feature.
    pub(super) effective: FeatureId,
}

/// The items about the features that were owed when the follow-up was claimed. What joined it later was not seen, unless it is
/// about one of the same features: a merge makes two items speak of one.
pub(super) fn seen(tx: &mut Tx<'_>, follow_up: &FollowUp) -> Result<Vec<Seen>> {
    let claimed = follow_up.claimed_at.unwrap_or(tx.now);
    let mut open = Vec::new();
    for item in store::follow_ups::items_of(tx.conn, tx.workspace, &[follow_up.id])? {
        if matches!(item.state, ItemState::Owed | ItemState::Held) {
            let feature = store::features::find(tx.conn, tx.workspace, item.feature_id)?;
            open.push(Seen {
                effective: feature.map_or(item.feature_id, |feature| feature.effective_id),
                item,
            });
        }
    }
    let shown: Vec<FeatureId> = open
        .iter()
        .filter(|seen| seen.item.state == ItemState::Owed && seen.item.joined_at <= claimed)
        .map(|seen| seen.effective)
        .collect();
    open.retain(|seen| shown.contains(&seen.effective));
    Ok(open)
}

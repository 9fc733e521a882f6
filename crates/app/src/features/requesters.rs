//! Lists who asks for a feature, each person once, and what stands between them and being told.

use domain::state::{FeatureStatus, ItemState, Reason, RequestKind, Standing};
use domain::{FeatureId, PersonId, RequestId, Timestamp};
use store::features::{Requester, Stand};

use crate::context::View;
use crate::error::{Error, Result};
use crate::page::{Key, Page, PageQuery};

/// The list's name in cursors.
const LIST: &str = "requesters";

/// A person who asks, and where they stand.
#[derive(Clone, Debug)]
pub struct RequesterView {
    /// The person and the request that stands for all of theirs.
    pub requester: Requester,
    /// When they were told.
    pub told_at: Option<Timestamp>,
    /// Told, or what stands in the way.
    pub standing: Standing,
    /// Why, where there is a reason.
    pub reason: Option<Reason>,
}

/// A page of the people who ask for a feature or one merged into it, those who asked first leading.
pub fn requesters(view: &mut View<'_>, id: FeatureId, page: &PageQuery) -> Result<Page<RequesterView>> {
    let feature =
        store::features::find(view.conn, view.workspace, id)?.ok_or_else(|| Error::not_found("feature"))?;
    let effective = store::features::find(view.conn, view.workspace, feature.effective_id)?
        .ok_or_else(|| Error::not_found("feature"))?;
    let after = page.after(view.workspace, LIST)?.map(|key| (Timestamp(key.value), RequestId(key.id)));
    // A merged feature shows its own people: whoever unmerges it wants to know whom that is about.
    let group = if feature.merged_into.is_none() {
        store::features::group(view.conn, view.workspace, id)?
    } else {
        store::features::subtree(view.conn, view.workspace, id)?
    };
    let rows = store::features::requesters(view.conn, view.workspace, &group, after, page.limit()? + 1)?;
    let page =
        page.page(view.workspace, LIST, rows, |row| Key { value: row.asked_at.0, id: row.request_id.0 })?;

    let told_with = store::features::group(view.conn, view.workspace, effective.id)?;
    let people: Vec<PersonId> = page.items.iter().map(|row| row.person_id).collect();
    let stands = store::features::stands(view.conn, view.workspace, &told_with, &people)?;
    Ok(page.map(|requester| {
        let stand = stands.get(&requester.person_id).copied().unwrap_or_default();
        let (standing, reason) = standing(&stand, requester.kind, effective.status);
        RequesterView { requester, told_at: stand.told_at, standing, reason }
    }))
}

/// Where a person stands, and why.
fn standing(stand: &Stand, kind: RequestKind, status: FeatureStatus) -> (Standing, Option<Reason>) {
    if stand.told_at.is_some() {
        return (Standing::Told, None);
    }
    if stand.opted_out {
        return (Standing::OptedOut, Some(Reason::OptedOut));
    }
    if kind != RequestKind::Asks {
        return (Standing::NotAsking, None);
    }
    match stand.item {
        Some((ItemState::Told, reason)) => (Standing::Told, reason),
        Some((ItemState::Owed, reason)) => (Standing::Owed, reason),
        Some((ItemState::Held, reason)) => (Standing::Held, reason),
        Some((ItemState::Skipped, reason)) => (Standing::Skipped, reason),
        Some((ItemState::Withdrawn, reason)) if status == FeatureStatus::Shipped => {
            (Standing::Withdrawn, reason)
        }
        _ if status == FeatureStatus::Shipped => (Standing::Owed, None),
        _ => (Standing::WaitingForShip, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_comes_before_what_is_planned() {
        let out = FeatureStatus::Shipped;
        let item = |state, reason| Stand { item: Some((state, reason)), ..Stand::default() };
        let told = Stand { told_at: Some(Timestamp(1)), opted_out: true, ..Stand::default() };
        let stopped = Stand { opted_out: true, ..item(ItemState::Owed, None) };
        let held = item(ItemState::Held, Some(Reason::History));
        let recalled = item(ItemState::Withdrawn, Some(Reason::Recalled));
        for (stand, kind, status, expected) in [
            (told, RequestKind::Asks, out, (Standing::Told, None)),
            (stopped, RequestKind::Asks, out, (Standing::OptedOut, Some(Reason::OptedOut))),
            (Stand::default(), RequestKind::Against, out, (Standing::NotAsking, None)),
            (held, RequestKind::Asks, out, (Standing::Held, Some(Reason::History))),
            (recalled, RequestKind::Asks, FeatureStatus::Open, (Standing::WaitingForShip, None)),
            (Stand::default(), RequestKind::Asks, FeatureStatus::Planned, (Standing::WaitingForShip, None)),
            (Stand::default(), RequestKind::Asks, out, (Standing::Owed, None)),
        ] {
            assert_eq!(standing(&stand, kind, status), expected, "{stand:?} {kind} {status}");
        }
    }
}

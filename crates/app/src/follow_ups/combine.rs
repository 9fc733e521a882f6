//! Keeps law 3, one open follow-up per person, when people are merged and unmerged and when a follow-up ends before all of
//! it is said.

use domain::state::{FollowUpState, ItemState, Reason};
use domain::{FollowUpId, PersonId};
use store::follow_ups::{FollowUp, Item, Verdict};

use super::lease::unclaim;
use crate::context::Tx;
use crate::error::{Code, Error, Result};

/// After people were merged into `into`: their live follow-ups become one, the one that is furthest on its way. The reply
/// still goes to the message that it went to (law 4).
pub fn combine(tx: &mut Tx<'_>, into: PersonId) -> Result<()> {
    let mut live = store::follow_ups::live_of(tx.conn, tx.workspace, into)?;
    live.sort_by_key(|row| (precedence(row.state), row.created_at, row.id));
    let mut live = live.into_iter();
    let Some(mut first) = live.next() else { return Ok(()) };
    for mut other in live {
        if other.state == FollowUpState::Replying {
            return Err(Error::new(
                Code::WrongState,
                "replies to both are on their way; try again when they have arrived",
            ));
        }
        store::follow_ups::move_items(tx.conn, tx.workspace, other.id, first.id)?;
        first.asked_at = first.asked_at.min(other.asked_at);
        unclaim(&mut other);
        other.state = FollowUpState::Withdrawn;
        other.reason = Some(Reason::PersonMerged);
        other.ready_at = None;
        other.updated_at = tx.now;
        store::follow_ups::update(tx.conn, tx.workspace, &mut other)?;
    }
    first.person_id = into;
    first.updated_at = tx.now;
    Ok(store::follow_ups::update(tx.conn, tx.workspace, &mut first)?)
}

/// The lower, the further on its way.
fn precedence(state: FollowUpState) -> u8 {
    match state {
        FollowUpState::Replying => 0,
        FollowUpState::Claimed => 1,
        FollowUpState::Open => 2,
        FollowUpState::Settling => 3,
        FollowUpState::Snoozed => 4,
        _ => 5,
    }
}

/// After `person` was unmerged from `from` (both effective again): each gets their own items back. Call `reconcile` for both
/// after it: it plans what each is owed by themself.
pub fn separate(tx: &mut Tx<'_>, person: PersonId, from: PersonId) -> Result<()> {
    let theirs = store::follow_ups::people_of(tx.conn, tx.workspace, person)?;
    let verdict = Verdict { state: ItemState::Withdrawn, reason: Some(Reason::PersonMerged), answer: None };
    for mut live in store::follow_ups::live_of(tx.conn, tx.workspace, from)? {
        let items = store::follow_ups::items_of(tx.conn, tx.workspace, &[live.id])?;
        let (leaving, staying): (Vec<Item>, Vec<Item>) =
            items.into_iter().partition(|item| theirs.contains(&item.person_id));
        for item in leaving.iter().filter(|item| is_open(item)) {
            store::follow_ups::set_item(tx.conn, tx.workspace, item, verdict)?;
        }
        if leaving.iter().any(is_open) && !staying.iter().any(is_open) {
            unclaim(&mut live);
            live.state = FollowUpState::Withdrawn;
            live.reason = Some(Reason::PersonMerged);
            live.ready_at = None;
            live.updated_at = tx.now;
            store::follow_ups::update(tx.conn, tx.workspace, &mut live)?;
        } else {
            store::planning::refresh_one(tx.conn, tx.workspace, live.id, tx.now)?;
        }
    }
    Ok(())
}

fn is_open(item: &Item) -> bool {
    matches!(item.state, ItemState::Owed | ItemState::Held)
}

/// What a follow-up that has just ended leaves unsaid goes on in a follow-up of its own.
pub(super) fn carry_on(tx: &mut Tx<'_>, ended: &FollowUp) -> Result<Option<FollowUpId>> {
    let items = store::follow_ups::items_of(tx.conn, tx.workspace, &[ended.id])?;
    let left: Vec<&Item> = items.iter().filter(|item| is_open(item)).collect();
    let Some(oldest) = left.iter().map(|item| item.asked_at).min() else { return Ok(None) };
    let held = left
        .iter()
        .all(|item| item.state == ItemState::Held)
        .then(|| left.iter().find_map(|item| item.reason))
        .flatten();
    let request = left.iter().max_by_key(|item| item.asked_at).map(|item| item.request_id);
    let request = request.ok_or_else(|| Error::internal("an item without a request"))?;
    let (message_id, network) = store::planning::message_of(tx.conn, tx.workspace, request)?;
    let mut next = FollowUp {
        id: tx.id(),
        state: if held.is_some() { FollowUpState::Held } else { FollowUpState::Open },
        reason: held,
        asked_at: oldest,
        message_id,
        network,
        ready_at: None,
        told_at: None,
        told_by: None,
        told_url: None,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        ..ended.clone()
    };
    unclaim(&mut next);
    store::follow_ups::insert(tx.conn, tx.workspace, &next)?;
    store::follow_ups::move_items(tx.conn, tx.workspace, ended.id, next.id)?;
    Ok(Some(next.id))
}

//! Makes what is owed agree with the facts, after anything that changes them.

use domain::state::Reason;
use domain::{FeatureId, PersonId};
use store::planning::{self, Asker, Shipping, Withdrawal};
use uuid::Uuid;

use crate::context::Tx;
use crate::error::Result;

/// What may have changed.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Everything about one effective person.
    Person(PersonId),
    /// Everything about one effective feature.
    Feature(FeatureId),
}

/// Plans what is owed and withdraws what no longer is, giving `cause` as the reason; how many items were planned.
pub fn reconcile(tx: &mut Tx<'_>, scope: Scope, cause: Reason) -> Result<usize> {
    match scope {
        Scope::Person(person) => reconcile_person(tx, person, cause),
        Scope::Feature(feature) => reconcile_feature(tx, feature, cause),
    }
}

fn reconcile_person(tx: &mut Tx<'_>, person: PersonId, cause: Reason) -> Result<usize> {
    let (withdrawal, cause) = if planning::is_opted_out(tx.conn, tx.workspace, person)? {
        (Withdrawal::OptedOut(person), Reason::OptedOut)
    } else {
        (Withdrawal::Person(person), cause)
    };
    planning::withdraw(tx.conn, tx.workspace, withdrawal, cause, tx.now)?;
    let mut planned = 0;
    for asker in store::follow_ups::people_of(tx.conn, tx.workspace, person)? {
        for (feature, effective) in planning::features_asked_by(tx.conn, tx.workspace, asker)? {
            let Some(shipping) = store::releases::shipping(tx.conn, tx.workspace, effective)? else {
                continue;
            };
            let asked = (feature, Asker::Merged(asker, person));
            planned += planning::plan(tx.conn, tx.workspace, &shipping, asked, tx.now)?;
        }
    }
    Ok(planned)
}

fn reconcile_feature(tx: &mut Tx<'_>, feature: FeatureId, cause: Reason) -> Result<usize> {
    let shipping = sync_status(tx, feature)?;
    planning::withdraw(tx.conn, tx.workspace, Withdrawal::Feature(feature), cause, tx.now)?;
    let Some(shipping) = shipping else { return Ok(0) };
    let mut planned = 0;
    for original in store::releases::group_of(tx.conn, tx.workspace, feature)? {
        planned += plan_range(tx, &shipping, original, (PersonId(Uuid::nil()), PersonId(Uuid::max())))?;
        planned += plan_merged(tx, &shipping, original)?;
    }
    Ok(planned)
}

/// An effective feature is `shipped` exactly while it is in a shipped release; how it is out.
pub(crate) fn sync_status(tx: &mut Tx<'_>, feature: FeatureId) -> Result<Option<Shipping>> {
    let shipping = store::releases::shipping(tx.conn, tx.workspace, feature)?;
    let is_marked = store::features::find(tx.conn, tx.workspace, feature)?
        .is_some_and(|feature| feature.status == domain::state::FeatureStatus::Shipped);
    match (&shipping, is_marked) {
        (Some(_), false) => store::releases::mark_shipped(tx.conn, tx.workspace, feature, tx.now)?,
        (None, true) => store::releases::unmark_shipped(tx.conn, tx.workspace, feature, tx.now)?,
        _ => {}
    }
    Ok(shipping)
}

/// Plans for the people who were never merged, with ids in a range.
pub(crate) fn plan_range(
    tx: &mut Tx<'_>,
    shipping: &Shipping,
    original: FeatureId,
    (low, high): (PersonId, PersonId),
) -> Result<usize> {
    Ok(planning::plan(tx.conn, tx.workspace, shipping, (original, Asker::Range(low, high)), tx.now)?)
}

/// Plans for the few people who were merged: their requests count for the effective person.
pub(crate) fn plan_merged(tx: &mut Tx<'_>, shipping: &Shipping, original: FeatureId) -> Result<usize> {
    let mut planned = 0;
    for (asker, effective) in planning::merged_askers(tx.conn, tx.workspace, original)? {
        let asked = (original, Asker::Merged(asker, effective));
        planned += planning::plan(tx.conn, tx.workspace, shipping, asked, tx.now)?;
    }
    Ok(planned)
}

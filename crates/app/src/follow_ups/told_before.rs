//! Writes into the ledger who was told before Getback came, so that an import leads to nobody being told twice.

use std::collections::BTreeSet;

use domain::state::{FollowUpState, Reason};
use domain::text::Network;
use domain::{FeatureId, FollowUpId, MessageId, PersonId, Timestamp};
use serde_json::json;
use store::follow_ups::{FollowUp, Told};

use super::{Scope, reconcile};
use crate::context::{Decision, Tx};
use crate::error::Result;

/// The author of a message was told about a feature.
#[derive(Clone, Debug)]
pub struct ToldBefore {
    /// The message that was answered.
    pub message: MessageId,
    /// Its network.
    pub network: Network,
    /// When it was posted.
    pub asked_at: Timestamp,
    /// The feature that was asked for.
    pub feature: FeatureId,
    /// When the answer was given.
    pub at: Timestamp,
}

/// Notes them; how many were not known. Whatever was owed for them no longer is.
pub fn told_before(tx: &mut Tx<'_>, told: &[ToldBefore]) -> Result<usize> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let mut people = BTreeSet::new();
    let mut noted = 0;
    for line in told {
        if let Some(person) = note(tx, line)? {
            people.insert(person);
            noted += 1;
        }
    }
    for person in people {
        reconcile(tx, Scope::Person(person), Reason::AlreadyKnows)?;
    }
    Ok(noted)
}

/// Notes one; the effective person, if they were not known to be told.
fn note(tx: &mut Tx<'_>, told: &ToldBefore) -> Result<Option<PersonId>> {
    let author = store::planning::author_of(tx.conn, tx.workspace, told.message)?;
    let person = store::planning::effective_person(tx.conn, tx.workspace, author)?;
    let Some(feature) = store::features::find(tx.conn, tx.workspace, told.feature)? else { return Ok(None) };
    let about = [feature.effective_id];
    if !store::follow_ups::told_of(tx.conn, tx.workspace, person, &about)?.is_empty() {
        return Ok(None);
    }
    let told_by = tx.member()?;
    let follow_up = over(tx, told, person);
    store::follow_ups::insert(tx.conn, tx.workspace, &follow_up)?;
    let line = Told {
        person_id: author,
        feature_id: told.feature,
        follow_up_id: follow_up.id,
        message_id: told.message,
        told_at: told.at,
        told_by,
        url: None,
    };
    store::follow_ups::insert_told(tx.conn, tx.workspace, &[line])?;
    store::planning::count_told(tx.conn, tx.workspace, &about)?;
    let data = json!({ "feature_id": feature.effective_id.to_string(), "told_at": told.at.to_string() });
    tx.record(Decision { kind: "follow_up.imported", subject: follow_up.id.0.into(), data })?;
    Ok(Some(person))
}

/// The follow-up that the answer was, as if it had been worked here.
fn over(tx: &Tx<'_>, told: &ToldBefore, person_id: PersonId) -> FollowUp {
    FollowUp {
        id: tx.id::<FollowUpId>(),
        person_id,
        state: FollowUpState::Told,
        reason: None,
        asked_at: told.asked_at,
        message_id: told.message,
        network: told.network.as_str().to_owned(),
        ready_at: None,
        claimed_by: None,
        lease_token: None,
        lease_until: None,
        claimed_at: None,
        told_at: Some(told.at),
        told_by: tx.caller.member,
        told_url: None,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    }
}

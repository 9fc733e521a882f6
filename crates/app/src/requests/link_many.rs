//! Links many messages at once, for imports: history, which never fills the queue by itself (law 5).

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::state::{FeatureStatus, Reason, RequestKind};
use domain::text::{Prose, Quote};
use domain::{FeatureId, MessageId, RequestId};
use serde_json::json;
use store::requests::Asker;

use super::Request;
use super::link::{Texts, build};
use crate::context::{Decision, Tx};
use crate::error::Result;
use crate::follow_ups::{Scope, reconcile};

/// One link of an import.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The message.
    pub message: MessageId,
    /// The feature, known already.
    pub feature: FeatureId,
    /// What the person says about it.
    pub kind: RequestKind,
    /// The words that ask.
    pub quote: Quote,
    /// A remark of ours.
    pub note: Prose,
}

/// What came of an import of links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The requests that were made.
    pub made: Vec<RequestId>,
    /// How many links were there already.
    pub known: usize,
    /// The places in the input of links whose message or feature is unknown, or whose message is ours.
    pub refused: Vec<usize>,
}

/// Links many messages. Repeating it links nothing twice. Follow-ups of what is out already are held until a person
/// says go.
pub fn link_many(tx: &mut Tx<'_>, links: &[NewLink]) -> Result<Imported> {
    tx.conn.lock_shared(tx.workspace)?;
    let askers = askers(tx, links)?;
    let effective = effective(tx, links)?;
    let held = hold(tx, effective.values().copied())?;

    let mut seen = HashSet::new();
    let mut imported = Imported::default();
    let mut new: Vec<Request> = Vec::new();
    for (place, link) in links.iter().enumerate() {
        let asker = askers.get(&link.message).filter(|_| effective.contains_key(&link.feature));
        let Some(asker) = asker else {
            imported.refused.push(place);
            continue;
        };
        if seen.insert((link.message, link.feature)) {
            new.push(history(tx, asker, link));
        }
    }
    let made = store::requests::insert_new(tx.conn, tx.workspace, &new)?;
    imported.known = links.len() - imported.refused.len() - made.len();
    imported.made = made.iter().map(|request| request.id).collect();
    let counting = made.iter().filter(|request| request.counts());
    let changed: BTreeSet<_> =
        counting.filter_map(|request| effective.get(&request.feature_id).copied()).collect();
    settle(tx, &changed, &held)?;
    if let Some(first) = imported.made.first() {
        let ids: Vec<String> = imported.made.iter().map(RequestId::to_string).collect();
        tx.record(Decision {
            kind: "request.imported",
            subject: first.0.into(),
            data: json!({ "ids": ids }),
        })?;
    }
    Ok(imported)
}

/// Who speaks in each message that is known and not ours.
fn askers(tx: &mut Tx<'_>, links: &[NewLink]) -> Result<HashMap<MessageId, Asker>> {
    let ids: BTreeSet<MessageId> = links.iter().map(|link| link.message).collect();
    let ids: Vec<MessageId> = ids.into_iter().collect();
    let askers = store::requests::askers(tx.conn, tx.workspace, &ids)?;
    Ok(askers.into_iter().filter(|asker| !asker.ours).map(|asker| (asker.message, asker)).collect())
}

/// Where each feature that is known counts.
fn effective(tx: &mut Tx<'_>, links: &[NewLink]) -> Result<HashMap<FeatureId, FeatureId>> {
    let ids: BTreeSet<FeatureId> = links.iter().map(|link| link.feature).collect();
    let ids: Vec<FeatureId> = ids.into_iter().collect();
    Ok(store::requests::effective_features(tx.conn, tx.workspace, &ids)?)
}

/// Holds features against other writers of their demand; those of them that are out.
fn hold(tx: &mut Tx<'_>, features: impl Iterator<Item = FeatureId>) -> Result<HashSet<FeatureId>> {
    let ids: BTreeSet<FeatureId> = features.collect();
    let ids: Vec<FeatureId> = ids.into_iter().collect();
    let held = store::features::lock_many(tx.conn, tx.workspace, &ids)?;
    let out = held.into_iter().filter(|feature| feature.status == FeatureStatus::Shipped);
    Ok(out.map(|feature| feature.id).collect())
}

fn history(tx: &Tx<'_>, asker: &Asker, link: &NewLink) -> Request {
    let texts =
        Texts { kind: link.kind, quote: link.quote.as_str().to_owned(), note: link.note.as_str().to_owned() };
    Request { history: true, ..build(tx, asker, link.feature, texts) }
}

/// Counts each feature once, and plans what is owed for those that are out.
fn settle(tx: &mut Tx<'_>, changed: &BTreeSet<FeatureId>, out: &HashSet<FeatureId>) -> Result<()> {
    let ids: Vec<FeatureId> = changed.iter().copied().collect();
    store::features::recount(tx.conn, tx.workspace, &ids)?;
    for id in ids.iter().filter(|id| out.contains(*id)) {
        reconcile(tx, Scope::Feature(*id), Reason::RequestWithdrawn)?;
    }
    Ok(())
}

//! Some rows in one transaction.

use std::collections::HashMap;

use app::features::{self, NewFeature};
use app::follow_ups::{self, ToldBefore};
use app::messages::{self, BatchReport, Incoming};
use app::requests::{self, NewLink};
use app::{Result, Tx};
use domain::state::RequestKind;
use domain::text::{Prose, TagName};
use domain::{FeatureId, MessageId};

use super::Rejected;
use super::catalogue::{Catalogue, Entry, key};
use super::row::Row;

/// What became of the rows.
pub(super) struct Taken {
    pub messages: BatchReport,
    /// The features that were made, by the key of their title.
    pub features: Vec<(String, FeatureId)>,
    pub requests: usize,
    pub requests_for_shipped: usize,
    pub told: usize,
    pub refused: Vec<Rejected>,
}

/// Takes in messages, makes the features that are missing, and links and tags them.
pub(super) fn take(tx: &mut Tx<'_>, rows: &[Row], catalogue: &Catalogue) -> Result<Taken> {
    let incoming: Vec<Incoming> = rows.iter().map(|row| row.message.clone()).collect();
    let report = messages::add_batch(tx, &incoming)?;
    let made = make_features(tx, rows, catalogue)?;
    let links = links(rows, &report.ids, catalogue, &made);

    let told: Vec<ToldBefore> = links.iter().filter_map(Link::told).collect();
    let told = if told.is_empty() { 0 } else { follow_ups::told_before(tx, &told)? };
    let (shipped, unshipped): (Vec<&Link<'_>>, Vec<&Link<'_>>) =
        links.iter().partition(|link| link.entry.shipped);
    let mut refused = Vec::new();
    let waiting = link(tx, &unshipped, &mut refused)?;
    let history = link(tx, &shipped, &mut refused)?;
    for (row, id) in rows.iter().zip(&report.ids) {
        tag(tx, *id, &row.tags)?;
    }
    Ok(Taken {
        messages: report,
        features: made.into_iter().map(|(key, entry)| (key, entry.id)).collect(),
        requests: waiting + history,
        requests_for_shipped: history,
        told,
        refused,
    })
}

/// One request of a row.
struct Link<'a> {
    row: &'a Row,
    message: MessageId,
    entry: Entry,
}

impl Link<'_> {
    fn new_link(&self) -> NewLink {
        NewLink {
            message: self.message,
            feature: self.entry.id,
            kind: RequestKind::Asks,
            quote: self.row.quote.clone(),
            note: Prose::none(),
        }
    }

    fn told(&self) -> Option<ToldBefore> {
        Some(ToldBefore {
            message: self.message,
            network: self.row.message.network.clone(),
            asked_at: self.row.message.posted_at,
            feature: self.entry.id,
            at: self.row.told_at?,
        })
    }
}

fn make_features(tx: &mut Tx<'_>, rows: &[Row], catalogue: &Catalogue) -> Result<HashMap<String, Entry>> {
    let mut made = HashMap::new();
    for title in rows.iter().flat_map(|row| &row.features) {
        let key = key(title.as_str());
        if catalogue.get(&key).is_some() || made.contains_key(&key) {
            continue;
        }
        let new = NewFeature { title: title.clone(), description: Prose::none() };
        let feature = features::add(tx, new)?.feature;
        made.insert(key, Entry { id: feature.id, shipped: false });
    }
    Ok(made)
}

fn links<'a>(
    rows: &'a [Row],
    ids: &[MessageId],
    catalogue: &Catalogue,
    made: &HashMap<String, Entry>,
) -> Vec<Link<'a>> {
    let mut links = Vec::new();
    for (row, message) in rows.iter().zip(ids) {
        for title in &row.features {
            let key = key(title.as_str());
            let entry = catalogue.get(&key).or_else(|| made.get(&key).copied());
            links.extend(entry.map(|entry| Link { row, message: *message, entry }));
        }
    }
    links
}

/// Makes requests; how many are new.
fn link(tx: &mut Tx<'_>, links: &[&Link<'_>], refused: &mut Vec<Rejected>) -> Result<usize> {
    if links.is_empty() {
        return Ok(0);
    }
    let new: Vec<NewLink> = links.iter().map(|link| link.new_link()).collect();
    let imported = requests::link_many(tx, &new)?;
    let ours = imported.refused.iter().filter_map(|at| links.get(*at));
    refused.extend(ours.map(|link| Rejected {
        line: link.row.line,
        detail:
            "the message is one of ours, which asks for nothing; it was kept without a feature".to_owned(),
    }));
    Ok(imported.made.len())
}

/// Adds tags to those that a message has.
fn tag(tx: &mut Tx<'_>, id: MessageId, names: &[TagName]) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let had = messages::get(&mut tx.view(), id)?.tags;
    if names.iter().all(|name| had.iter().any(|tag| tag == name.as_str())) {
        return Ok(());
    }
    let had = had.iter().filter_map(|tag| tag.parse().ok());
    let all: Vec<TagName> = had.chain(names.iter().cloned()).collect();
    messages::tag(tx, id, all, None).map(drop)
}

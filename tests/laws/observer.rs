//! What an outsider holds against the laws: the audit finds nothing, the rule of planning agrees with every pair, and nobody
//! hears of a feature twice.

use std::collections::HashSet;

use domain::planning::{Asks, Due, Pair, Shipped, due};
use domain::state::{ItemState, Reason};
use domain::{FeatureId, PersonId};
use serde_json::{Value, json};
use store::Conn;
use testkit::{Client, TestApp};

use crate::world::Broken;

/// Remembers who was told what.
#[derive(Default)]
pub struct Observer {
    told: HashSet<(String, String)>,
}

impl Observer {
    /// Law 2 as the outside sees it: under one message's author, one feature is named once.
    pub fn told(&mut self, follow_up: &Value) -> Result<(), Broken> {
        let target = follow_up["target"]["message_id"].as_str().unwrap_or_default().to_owned();
        for item in follow_up["items"].as_array().into_iter().flatten() {
            let feature = item["feature"]["id"].as_str().unwrap_or_default().to_owned();
            if item["state"] == "told"
                && !self.told.insert((target.clone(), feature.clone()))
                && item["message"]["id"] == target.as_str()
            {
                return Err(format!(
                    "law 2: the author of message {target} was told twice about feature {feature}"
                ));
            }
        }
        Ok(())
    }

    /// The audit, and the rule for every pair of a person and a feature.
    pub async fn look(&self, app: &TestApp, admin: &Client) -> Result<(), Broken> {
        let breaches = app::check::run(&app.app, app.workspace).map_err(|e| format!("{e:?}"))?;
        if let Some(breach) = breaches.first() {
            return Err(format!("law {}: {} ({}, {})", breach.law, breach.says, breach.id, breach.other));
        }
        let people: Vec<PersonId> = ids(&admin.get("/people?limit=200").await.expect(200));
        let features: Vec<FeatureId> = ids(&admin.get("/features?limit=200").await.expect(200));
        let pairs = people.iter().flat_map(|person| features.iter().map(move |feature| (*person, *feature)));
        let disagree = |e: Broken| app::Error::internal(e);
        app.app
            .read(&app::Caller::system(app.workspace), |view| {
                pairs.into_iter().try_for_each(|(person, feature)| {
                    agree(view.conn, app, person, feature).map_err(disagree)
                })
            })
            .map_err(|e| e.cause.map_or(e.detail, |cause| cause.to_string()))
    }

    /// All that undo has to bring back: what is owed to whom, and the features, releases and people.
    pub async fn snapshot(&self, admin: &Client) -> Value {
        let features = admin.get("/features?limit=200&merged=true").await.expect(200);
        let releases = admin.get("/releases?limit=200").await.expect(200);
        let people = admin.get("/people?limit=200").await.expect(200);
        let follow_ups = admin.get("/followups?limit=200").await.expect(200);
        let mut owed: Vec<String> = Vec::new();
        for follow_up in each(&follow_ups) {
            for item in follow_up["items"].as_array().into_iter().flatten() {
                if ["owed", "held", "told", "skipped"].contains(&item["state"].as_str().unwrap_or_default()) {
                    owed.push(format!(
                        "{} {} {}",
                        follow_up["person"]["id"], item["feature"]["id"], item["state"]
                    ));
                }
            }
        }
        owed.sort();
        owed.dedup();
        let kept = |of: &Value, keys: &[&str]| {
            let mut rows: Vec<String> = each(of)
                .map(|row| keys.iter().map(|key| row[*key].to_string()).collect::<Vec<_>>().join(" "))
                .collect();
            rows.sort();
            rows
        };
        json!({
            "owed": owed,
            "features": kept(&features, &["id", "title", "status", "merged_into", "demand", "told"]),
            "releases": kept(&releases, &["id", "status", "features", "audience"]),
            "people": kept(&people, &["id", "name", "opted_out"]),
        })
    }
}

fn ids<T: std::str::FromStr>(page: &Value) -> Vec<T> {
    each(page).filter_map(|row| row["id"].as_str()?.parse().ok()).collect()
}

fn each(page: &Value) -> impl Iterator<Item = &Value> {
    page["items"].as_array().into_iter().flatten()
}

/// Whether what is stored for one pair is what the rule says.
fn agree(conn: &mut Conn, app: &TestApp, person: PersonId, feature: FeatureId) -> Result<(), Broken> {
    let facts = |conn: &mut Conn| -> store::StoreResult<(Pair, Vec<ItemState>)> {
        let workspace = app.workspace;
        let mut asks = Asks::No;
        for asker in store::follow_ups::people_of(conn, workspace, person)? {
            if store::planning::features_asked_by(conn, workspace, asker)?
                .iter()
                .any(|(_, effective)| *effective == feature)
            {
                asks = Asks::Yes;
            }
        }
        let shipping = store::releases::shipping(conn, workspace, feature)?;
        let items = store::planning::items_about(conn, workspace, person, feature)?;
        let skipped = items.iter().find(|item| item.state == ItemState::Skipped);
        let pair = Pair {
            asks,
            shipped: shipping.map(|s| Shipped { release: s.release, everyone: s.everyone }),
            told: !store::follow_ups::told_of(conn, workspace, person, &[feature])?.is_empty(),
            opted_out: store::planning::is_opted_out(conn, workspace, person)?,
            skipped: skipped.map(|item| (item.reason.unwrap_or(Reason::NotNeeded), item.release_id)),
        };
        Ok((pair, items.iter().map(|item| item.state).collect()))
    };
    let (pair, states) = facts(conn).map_err(|e| format!("{e:?}"))?;
    let wanted = due(&pair);
    // Of two items that a merge made speak of one feature, the owed one counts.
    let open = [ItemState::Owed, ItemState::Held].into_iter().find(|state| states.contains(state));
    let state = open.or(match wanted {
        Due::Barred(Reason::OptedOut) => states.iter().copied().find(|state| *state == ItemState::Withdrawn),
        Due::Barred(_) => states.iter().copied().find(|state| *state == ItemState::Skipped),
        _ => None,
    });
    if wanted.agrees_with(state) {
        return Ok(());
    }
    Err(format!(
        "law 1: the rule says {wanted:?} of person {person} and feature {feature}, stored is {states:?} ({pair:?})"
    ))
}

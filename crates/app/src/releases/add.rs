//! Makes a release.

use domain::Timestamp;
use domain::state::ReleaseStatus;
use domain::text::{Audience, Link, Name, Prose};
use serde_json::json;

use super::Release;
use super::get::{ReleaseView, view_of};
use crate::context::{Decision, Tx};
use crate::error::Result;

/// A release to make.
#[derive(Clone, Debug)]
pub struct NewRelease {
    /// What it is called.
    pub name: Name,
    /// Where it is announced.
    pub url: Option<Link>,
    /// What it brings, in words.
    pub notes: Prose,
    /// Whom it reaches.
    pub audience: Audience,
    /// When it is meant to ship; a draft has no date.
    pub scheduled_for: Option<Timestamp>,
}

/// Makes a release without features.
pub fn add(tx: &mut Tx<'_>, new: NewRelease) -> Result<ReleaseView> {
    let release = Release {
        id: tx.id(),
        name: new.name.into_string(),
        url: new.url.map(Link::into_string),
        notes: new.notes.into_string(),
        audience: new.audience.into_string(),
        status: if new.scheduled_for.is_some() { ReleaseStatus::Scheduled } else { ReleaseStatus::Draft },
        scheduled_for: new.scheduled_for,
        shipped_at: None,
        settles_at: None,
        planned_at: None,
        recalled_at: None,
        recall_reason: None,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    store::releases::insert(tx.conn, tx.workspace, &release)?;
    tx.record(Decision {
        kind: "release.added",
        subject: release.id.0.into(),
        data: json!({ "name": release.name }),
    })?;
    view_of(&mut tx.view(), release)
}

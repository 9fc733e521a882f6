//! Changes what a release says, and whom it reaches.

use domain::state::{Reason, ReleaseStatus};
use domain::text::{Audience, Link, Name, Prose};
use domain::{ReleaseId, Timestamp};
use serde::{Deserialize, Serialize};
use store::events::Event;

use super::get::{ReleaseView, view_of};
use super::ship::effective_features;
use super::{Release, find};
use crate::context::{Decision, Tx, data, data_of};
use crate::error::{Code, Error, Result};
use crate::follow_ups::{Scope, reconcile};

/// What to change; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What it is called.
    pub name: Option<Name>,
    /// Where it is announced; `Some(None)` removes it.
    pub url: Option<Option<Link>>,
    /// What it brings, in words.
    pub notes: Option<Prose>,
    /// Whom it reaches.
    pub audience: Option<Audience>,
    /// When it is meant to ship; `Some(None)` makes it a draft again.
    pub scheduled_for: Option<Option<Timestamp>>,
}

/// Changes a release. When a shipped one comes to reach everyone, what was held for its audience opens.
pub fn edit(tx: &mut Tx<'_>, id: ReleaseId, if_match: Option<i64>, change: Change) -> Result<ReleaseView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let mut release = find(tx, id, if_match)?;
    let before = said(&release);
    let reached =
        change.audience.as_ref().is_some_and(Audience::is_everyone) && release.audience != "everyone";
    apply(&mut release, change)?;
    release.updated_at = tx.now;
    store::releases::update(tx.conn, tx.workspace, &mut release)?;
    if reached && release.status == ReleaseStatus::Shipped {
        for feature in effective_features(tx, id)? {
            reconcile(tx, Scope::Feature(feature), Reason::AudienceNotReached)?;
        }
    }
    let data = data(&Edited { before, after: said(&release) })?;
    tx.record(Decision { kind: "release.edited", subject: id.0.into(), data })?;
    view_of(&mut tx.view(), release)
}

fn apply(release: &mut Release, change: Change) -> Result<()> {
    if let Some(name) = change.name {
        release.name = name.into_string();
    }
    if let Some(url) = change.url {
        release.url = url.map(Link::into_string);
    }
    if let Some(notes) = change.notes {
        release.notes = notes.into_string();
    }
    if let Some(audience) = change.audience {
        if release.status == ReleaseStatus::Shipped
            && !audience.is_everyone()
            && release.audience == "everyone"
        {
            return Err(Error::new(
                Code::WrongState,
                "everyone has been reached already; recall the release to take it back",
            ));
        }
        release.audience = audience.into_string();
    }
    if let Some(date) = change.scheduled_for {
        if !matches!(release.status, ReleaseStatus::Draft | ReleaseStatus::Scheduled) {
            return Err(Error::new(Code::WrongState, "only a release that has not shipped can be scheduled"));
        }
        release.scheduled_for = date;
        release.status = if date.is_some() { ReleaseStatus::Scheduled } else { ReleaseStatus::Draft };
    }
    Ok(())
}

/// What a release says, as it is recorded.
#[derive(PartialEq, Serialize, Deserialize)]
struct Said {
    name: String,
    url: Option<String>,
    notes: String,
    audience: String,
    scheduled_for: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct Edited {
    before: Said,
    after: Said,
}

fn said(release: &Release) -> Said {
    Said {
        name: release.name.clone(),
        url: release.url.clone(),
        notes: release.notes.clone(),
        audience: release.audience.clone(),
        scheduled_for: release.scheduled_for.map(|time| time.0),
    }
}

/// Puts back what the release said. An audience that everyone belongs to cannot be narrowed again.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let Edited { before, after } = data_of(event)?;
    let mut release = find(tx, ReleaseId(event.subject_id.0), None)?;
    if after != said(&release) {
        return Err(Error::new(Code::CannotUndo, "the release was changed again since; edit it instead"));
    }
    if release.status == ReleaseStatus::Shipped && before.audience != release.audience {
        return Err(Error::new(
            Code::CannotUndo,
            "people have been reached already; recall the release to take it back",
        ));
    }
    release.name = before.name;
    release.url = before.url;
    release.notes = before.notes;
    release.audience = before.audience;
    if matches!(release.status, ReleaseStatus::Draft | ReleaseStatus::Scheduled) {
        release.scheduled_for = before.scheduled_for.map(Timestamp);
        release.status =
            if release.scheduled_for.is_some() { ReleaseStatus::Scheduled } else { ReleaseStatus::Draft };
    }
    release.updated_at = tx.now;
    Ok(store::releases::update(tx.conn, tx.workspace, &mut release)?)
}

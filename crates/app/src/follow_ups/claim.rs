//! Hands out the next follow-up, under a lease.

use std::time::Duration;

use domain::{ReleaseId, Timestamp};
use serde_json::json;
use store::follow_ups::Claim;

use super::view::{FollowUpView, get};
use crate::context::{Decision, Tx};
use crate::error::{Error, Result};

/// How long a lease lasts; it is renewed while the page is open.
pub(super) const LEASE: Duration = Duration::from_mins(10);
/// How many follow-ups a claim opens by itself, should the worker be late.
const WAKE: i64 = 500;

/// Which follow-up is wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only on this network.
    pub network: Option<String>,
    /// Only about this release.
    pub release: Option<ReleaseId>,
}

/// A follow-up, and the lease on it.
pub struct Claimed {
    /// The follow-up.
    pub follow_up: FollowUpView,
    /// What every later step must bring.
    pub token: String,
    /// When the lease ends, unless it is renewed.
    pub until: Timestamp,
}

/// Claims the open follow-up with the oldest ask; `None` when there is none.
pub fn claim(tx: &mut Tx<'_>, wanted: Wanted) -> Result<Option<Claimed>> {
    if let Some(release) = wanted.release
        && store::releases::find(tx.conn, tx.workspace, release)?.is_none()
    {
        return Err(Error::field("/release", "there is no such release; check the id"));
    }
    if store::follow_ups::any_to_wake(tx.conn, tx.workspace, tx.now)? {
        store::follow_ups::wake(tx.conn, tx.workspace, tx.now, WAKE)?;
    }
    let claim = Claim {
        member: tx.member()?,
        token: tx.secret(),
        until: tx.now + LEASE,
        network: wanted.network,
        release: wanted.release,
    };
    let Some(id) = store::follow_ups::claim_next(tx.conn, tx.workspace, &claim, tx.now)? else {
        return Ok(None);
    };
    tx.record(Decision {
        kind: "follow_up.claimed",
        subject: id.0.into(),
        data: json!({ "until": claim.until.to_string() }),
    })?;
    let follow_up = get(&mut tx.view(), id)?;
    Ok(Some(Claimed { follow_up, token: claim.token, until: claim.until }))
}

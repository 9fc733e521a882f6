//! Requests: one person asks for one feature in one message.

mod edit;
mod get;
mod link;
mod link_many;
mod list;
mod restore;
mod withdraw;

pub use edit::{Edit, edit};
pub use get::get;
pub use link::{Linked, NewRequest, Wanted, link};
pub use link_many::{Imported, NewLink, link_many};
pub use list::{ListQuery, list};
pub use restore::restore;
pub use store::requests::Request;
pub use withdraw::withdraw;

pub(crate) use edit::undo as undo_edit;
pub(crate) use link::undo as undo_link;
pub(crate) use restore::undo as undo_restore;
pub(crate) use withdraw::undo as undo_withdraw;

use domain::state::Reason;
use domain::{FeatureId, PersonId, RequestId};
use store::features::Ask;

use crate::context::{Tx, View};
use crate::error::{Code, Error, Result};
use crate::follow_ups::{Scope, reconcile};

/// A request, and what it counts for after merges.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// The request.
    pub request: Request,
    /// The feature that it counts for.
    pub effective_feature: FeatureId,
    /// The person who it counts for.
    pub effective_person: PersonId,
}

/// Adds to requests what they count for, in one query each.
pub(crate) fn with_effective(view: &mut View<'_>, requests: Vec<Request>) -> Result<Vec<RequestView>> {
    let features: Vec<_> = requests.iter().map(|request| request.feature_id).collect();
    let people: Vec<_> = requests.iter().map(|request| request.person_id).collect();
    let features = store::requests::effective_features(view.conn, view.workspace, &features)?;
    let people = store::requests::effective_people(view.conn, view.workspace, &people)?;
    let with = |request: Request| RequestView {
        effective_feature: features.get(&request.feature_id).copied().unwrap_or(request.feature_id),
        effective_person: people.get(&request.person_id).copied().unwrap_or(request.person_id),
        request,
    };
    Ok(requests.into_iter().map(with).collect())
}

/// One request as it is now.
fn viewed(tx: &mut Tx<'_>, request: Request) -> Result<RequestView> {
    with_effective(&mut tx.view(), vec![request])?.pop().ok_or_else(|| Error::not_found("request"))
}

/// The request of an id in a path; structural changes wait until the transaction ends, and so do other writers of the
/// demand of its feature.
fn lock(tx: &mut Tx<'_>, id: RequestId, if_match: Option<i64>) -> Result<RequestView> {
    tx.conn.lock_shared(tx.workspace)?;
    let find = |tx: &mut Tx<'_>| {
        let request = store::requests::find(tx.conn, tx.workspace, id)?;
        request.ok_or_else(|| Error::not_found("request"))
    };
    let found = find(tx)?;
    let found = viewed(tx, found)?;
    store::features::lock(tx.conn, tx.workspace, found.effective_feature)?;
    // Whoever held the feature may have changed the request.
    let request = find(tx)?;
    if if_match.is_some_and(|read| read != request.version) {
        let detail =
            format!("the request has version {} by now; read it again and decide anew", request.version);
        return Err(Error::new(Code::VersionMismatch, detail));
    }
    Ok(RequestView { request, ..found })
}

/// Writes a locked request and keeps what follows from it in step: demand, and what is owed.
fn change(tx: &mut Tx<'_>, before: &RequestView, mut request: Request) -> Result<RequestView> {
    request.updated_at = tx.now;
    store::requests::update(tx.conn, tx.workspace, &mut request)?;
    let after = RequestView { request, ..before.clone() };
    count(tx, before.request.counts(), &after, after.request.counts())?;
    Ok(after)
}

/// Counts a request that did or did not count before, and does or does not now.
fn count(tx: &mut Tx<'_>, counted: bool, view: &RequestView, counts: bool) -> Result<()> {
    let ask = Ask {
        request: view.request.id,
        feature: view.effective_feature,
        person: view.effective_person,
        asked_at: view.request.asked_at,
    };
    match (counted, counts) {
        (false, true) => store::features::count_ask(tx.conn, tx.workspace, &ask)?,
        (true, false) => store::features::uncount_ask(tx.conn, tx.workspace, &ask)?,
        _ => return Ok(()),
    }
    reconcile(tx, Scope::Person(view.effective_person), Reason::RequestWithdrawn)?;
    Ok(())
}

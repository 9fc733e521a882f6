//! Links a message to a feature: its author asks for it.

use domain::state::RequestKind;
use domain::text::{Prose, Quote};
use domain::{FeatureId, MessageId, RequestId};
use serde_json::json;
use store::events::Event;
use store::requests::Asker;

use super::{Request, RequestView, change, count, lock, viewed};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};
use crate::features::{self, NewFeature};

/// The feature that is asked for.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// One that is known.
    Known(FeatureId),
    /// One to make.
    New(NewFeature),
}

/// A request to make.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// The feature.
    pub wanted: Wanted,
    /// What the person says about it.
    pub kind: RequestKind,
    /// The words that ask.
    pub quote: Quote,
    /// A remark of ours.
    pub note: Prose,
}

/// A request, new or known.
#[derive(Clone, Debug)]
pub enum Linked {
    /// It was made.
    New(RequestView),
    /// The message was linked to the feature already.
    Known(RequestView),
}

/// Links a message to a feature. Linking again answers the request that is there, restored if it was withdrawn.
pub fn link(tx: &mut Tx<'_>, message: MessageId, new: NewRequest) -> Result<Linked> {
    tx.conn.lock_shared(tx.workspace)?;
    let asker = store::requests::asker(tx.conn, tx.workspace, message)?;
    let asker = asker.ok_or_else(|| Error::not_found("message"))?;
    if asker.ours {
        return Err(Error::new(Code::WrongState, "the message is one of ours; only what others say can ask"));
    }
    let NewRequest { wanted, kind, quote, note } = new;
    let feature = match wanted {
        Wanted::Known(id) => id,
        Wanted::New(feature) => features::add(tx, feature)?.feature.id,
    };
    let effective = hold(tx, feature)?;
    if let Some(known) = store::requests::find_link(tx.conn, tx.workspace, message, feature)? {
        return again(tx, known);
    }
    let texts = Texts { kind, quote: quote.into_string(), note: note.into_string() };
    let request = build(tx, &asker, feature, texts);
    store::requests::insert_new(tx.conn, tx.workspace, std::slice::from_ref(&request))?;
    let made = RequestView { request, effective_feature: effective, effective_person: asker.effective };
    count(tx, false, &made, made.request.counts())?;
    let data = json!({
        "message_id": message.to_string(),
        "feature_id": feature.to_string(),
        "person_id": asker.person.to_string(),
        "kind": kind.as_str(),
    });
    tx.record(Decision { kind: "request.linked", subject: made.request.id.0.into(), data })?;
    Ok(Linked::New(made))
}

/// Where the feature counts; that one is held against other writers of its demand.
fn hold(tx: &mut Tx<'_>, feature: FeatureId) -> Result<FeatureId> {
    let unknown = || Error::field("/feature_id", "there is no such feature");
    let found = store::features::find(tx.conn, tx.workspace, feature)?.ok_or_else(unknown)?;
    store::features::lock(tx.conn, tx.workspace, found.effective_id)?;
    Ok(found.effective_id)
}

/// The message was linked to the feature before.
fn again(tx: &mut Tx<'_>, known: Request) -> Result<Linked> {
    if known.withdrawn_at.is_some() {
        return super::restore(tx, known.id).map(Linked::Known);
    }
    viewed(tx, known).map(Linked::Known)
}

/// What a member says about a request.
pub(super) struct Texts {
    pub(super) kind: RequestKind,
    pub(super) quote: String,
    pub(super) note: String,
}

/// A request by the author of a message.
pub(super) fn build(tx: &Tx<'_>, asker: &Asker, feature: FeatureId, texts: Texts) -> Request {
    Request {
        id: tx.id(),
        message_id: asker.message,
        feature_id: feature,
        person_id: asker.person,
        kind: texts.kind,
        quote: texts.quote,
        note: texts.note,
        asked_at: asker.posted_at,
        created_by: tx.caller.member,
        created_at: tx.now,
        updated_at: tx.now,
        withdrawn_at: None,
        history: false,
        version: 1,
    }
}

/// Takes the link away, as if it had never been; one that a follow-up refers to stays, withdrawn.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let id = RequestId(event.subject_id.0);
    let gone = |_| Error::new(Code::CannotUndo, "the request is gone");
    let before = lock(tx, id, None).map_err(gone)?;
    if before.request.withdrawn_at.is_some() {
        return Err(Error::new(Code::CannotUndo, "the request was withdrawn since"));
    }
    let withdrawn = Request { withdrawn_at: Some(tx.now), ..before.request.clone() };
    change(tx, &before, withdrawn)?;
    if !store::requests::held_by_item(tx.conn, tx.workspace, id)? {
        store::requests::delete(tx.conn, tx.workspace, id)?;
    }
    Ok(())
}

//! How each kind of row looks in an export. Times and ids are written as in the API; leases and secrets are left out.

use app::export::{Event, FollowUp, Item, MessageLine, OptOut, PersonLine, ReleaseLine, Request, Tag, Told};
use app::features::FeatureView;
use domain::state::{Answer, Disposition, Reason};
use serde_json::{Value, json};

/// An id or a time that may be absent.
fn maybe<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(T::to_string)
}

/// What `getback import` takes, and `exported`, which it leaves alone.
pub(super) fn message(line: &MessageLine) -> Value {
    let MessageLine { message, author, tags, features } = line;
    let root = (message.thread_key != message.external_id).then_some(&message.thread_key);
    json!({
        "network": message.network,
        "external_id": message.external_id,
        "url": message.url,
        "author": { "external_id": author.external_id, "handle": author.handle, "name": author.name },
        "text": message.text,
        "posted_at": message.posted_at.to_string(),
        "parent_external_id": message.parent_external_id,
        "thread_external_id": root,
        "edited_at": maybe(message.edited_at.as_ref()),
        "features": features,
        "tags": tags,
        "exported": {
            "id": message.id.to_string(),
            "author_id": message.author_id.to_string(),
            "ours": message.ours,
            "state": message.state.as_str(),
            "disposition": message.disposition.map(Disposition::as_str),
            "reason": message.reason,
            "done_at": maybe(message.done_at.as_ref()),
            "done_by": maybe(message.done_by.as_ref()),
            "answered_at": maybe(message.answered_at.as_ref()),
            "answered_by": maybe(message.answered_by.as_ref()),
            "answer_url": message.answer_url,
            "created_at": message.created_at.to_string(),
            "updated_at": message.updated_at.to_string(),
            "version": message.version,
        },
    })
}

pub(super) fn person(line: &PersonLine) -> Value {
    let PersonLine { person, identities } = line;
    let identities: Vec<Value> = identities
        .iter()
        .map(|identity| {
            json!({
                "id": identity.id.to_string(),
                "network": identity.network,
                "external_id": identity.external_id,
                "handle": identity.handle,
                "name": identity.name,
                "gone_at": maybe(identity.gone_at.as_ref()),
            })
        })
        .collect();
    json!({
        "id": person.id.to_string(),
        "name": person.name,
        "merged_into": maybe(person.merged_into.as_ref()),
        "identities": identities,
        "created_at": person.created_at.to_string(),
        "updated_at": person.updated_at.to_string(),
        "version": person.version,
    })
}

pub(super) fn opt_out(opt_out: &OptOut) -> Value {
    json!({
        "id": opt_out.id.to_string(),
        "person_id": opt_out.person_id.to_string(),
        "reason": opt_out.reason,
        "created_at": opt_out.created_at.to_string(),
        "revoked_at": maybe(opt_out.revoked_at.as_ref()),
    })
}

pub(super) fn feature(line: &FeatureView) -> Value {
    let FeatureView { feature, tags, .. } = line;
    json!({
        "id": feature.id.to_string(),
        "title": feature.title,
        "description": feature.description,
        "status": feature.status.as_str(),
        "merged_into": maybe(feature.merged_into.as_ref()),
        "demand": feature.demand,
        "told": feature.told,
        "tags": tags,
        "last_asked_at": feature.last_asked_at.to_string(),
        "created_at": feature.created_at.to_string(),
        "updated_at": feature.updated_at.to_string(),
        "version": feature.version,
    })
}

pub(super) fn request(request: &Request) -> Value {
    json!({
        "id": request.id.to_string(),
        "message_id": request.message_id.to_string(),
        "feature_id": request.feature_id.to_string(),
        "person_id": request.person_id.to_string(),
        "kind": request.kind.as_str(),
        "quote": request.quote,
        "note": request.note,
        "asked_at": request.asked_at.to_string(),
        "created_by": maybe(request.created_by.as_ref()),
        "created_at": request.created_at.to_string(),
        "updated_at": request.updated_at.to_string(),
        "withdrawn_at": maybe(request.withdrawn_at.as_ref()),
        "history": request.history,
        "version": request.version,
    })
}

pub(super) fn release(line: &ReleaseLine) -> Value {
    let ReleaseLine { release, features } = line;
    json!({
        "id": release.id.to_string(),
        "name": release.name,
        "url": release.url,
        "notes": release.notes,
        "audience": release.audience,
        "status": release.status.as_str(),
        "features": features.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "scheduled_for": maybe(release.scheduled_for.as_ref()),
        "shipped_at": maybe(release.shipped_at.as_ref()),
        "recalled_at": maybe(release.recalled_at.as_ref()),
        "recall_reason": release.recall_reason,
        "created_at": release.created_at.to_string(),
        "updated_at": release.updated_at.to_string(),
        "version": release.version,
    })
}

pub(super) fn follow_up(follow_up: &FollowUp) -> Value {
    json!({
        "id": follow_up.id.to_string(),
        "person_id": follow_up.person_id.to_string(),
        "state": follow_up.state.as_str(),
        "reason": follow_up.reason.map(Reason::as_str),
        "asked_at": follow_up.asked_at.to_string(),
        "message_id": follow_up.message_id.to_string(),
        "network": follow_up.network,
        "ready_at": maybe(follow_up.ready_at.as_ref()),
        "told_at": maybe(follow_up.told_at.as_ref()),
        "told_by": maybe(follow_up.told_by.as_ref()),
        "told_url": follow_up.told_url,
        "created_at": follow_up.created_at.to_string(),
        "updated_at": follow_up.updated_at.to_string(),
        "version": follow_up.version,
    })
}

pub(super) fn item(item: &Item) -> Value {
    json!({
        "follow_up_id": maybe(item.follow_up_id.as_ref()),
        "person_id": item.person_id.to_string(),
        "feature_id": item.feature_id.to_string(),
        "request_id": item.request_id.to_string(),
        "release_id": item.release_id.to_string(),
        "state": item.state.as_str(),
        "reason": item.reason.map(Reason::as_str),
        "answer": item.answer.map(Answer::as_str),
        "asked_at": item.asked_at.to_string(),
        "joined_at": item.joined_at.to_string(),
    })
}

pub(super) fn told(told: &Told) -> Value {
    json!({
        "person_id": told.person_id.to_string(),
        "feature_id": told.feature_id.to_string(),
        "follow_up_id": told.follow_up_id.to_string(),
        "message_id": told.message_id.to_string(),
        "told_at": told.told_at.to_string(),
        "told_by": told.told_by.to_string(),
        "url": told.url,
    })
}

pub(super) fn tag(tag: &Tag) -> Value {
    json!({
        "id": tag.id.to_string(),
        "catalogue": tag.catalogue.as_str(),
        "name": tag.name,
        "created_at": tag.created_at.to_string(),
    })
}

pub(super) fn event(event: &Event) -> Value {
    let data: Value = serde_json::from_str(&event.data.0).unwrap_or_default();
    json!({
        "id": event.id.to_string(),
        "kind": event.kind,
        "actor_id": maybe(event.actor_id.as_ref()),
        "subject": { "kind": event.subject_kind, "id": event.subject_id.to_string() },
        "at": event.at.to_string(),
        "data": data,
        "undoes": maybe(event.undoes.as_ref()),
        "undone_by": maybe(event.undone_by.as_ref()),
    })
}

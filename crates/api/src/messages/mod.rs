//! `/messages`: social posts that reached us, and ours.

pub mod add;
pub mod add_batch;
pub mod claim;
pub mod done;
pub mod get;
pub mod incoming;
pub mod list;
pub mod release;
pub mod tag;
pub mod thread;

use app::messages::{Author, Claim, MessageView, Requested, Version};
use domain::state::Disposition;
use domain::{MemberId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// The network.
    network: String,
    /// The stable id that the network gave.
    external_id: String,
    /// Where a person can read it.
    #[schema(required)]
    url: Option<String>,
    /// Who wrote it.
    author: AuthorOut,
    /// What it says now.
    text: String,
    /// When it was posted.
    posted_at: String,
    /// What it answers, as the network calls it.
    #[schema(required)]
    parent_external_id: Option<String>,
    /// The root of its thread as far as known, as the network calls it.
    thread_external_id: String,
    /// `new`, `claimed` or `done`.
    state: &'static str,
    /// How it was settled: `logged`, `answered`, `no_reply_needed` or `spam`.
    #[schema(required)]
    disposition: Option<&'static str>,
    /// Why it was settled so.
    #[schema(required)]
    reason: Option<String>,
    /// Whether one of our accounts wrote it.
    ours: bool,
    /// When it was answered; whether its requests are logged is another fact.
    #[schema(required)]
    answered_at: Option<String>,
    /// The member who answered it.
    #[schema(required, value_type = Option<uuid::Uuid>)]
    answered_by: Option<String>,
    /// Where the answer is.
    #[schema(required)]
    answer_url: Option<String>,
    /// When it was settled.
    #[schema(required)]
    done_at: Option<String>,
    /// Who works on it.
    #[schema(required)]
    claim: Option<ClaimOut>,
    /// Its tags.
    tags: Vec<String>,
    /// The requests that it holds, withdrawn ones too.
    requests: Vec<RequestedOut>,
    /// When its text last changed.
    #[schema(required)]
    edited_at: Option<String>,
    /// How many earlier texts it has.
    versions: i64,
    /// The earlier texts, oldest first; `null` in lists.
    #[schema(required)]
    history: Option<Vec<VersionOut>>,
    /// When it came in.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
    /// Goes up with each change; send it as `If-Match`.
    version: i64,
}

/// Who wrote a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorOut {
    /// The identity.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// The person behind it, after merges.
    #[schema(value_type = uuid::Uuid)]
    person_id: String,
    /// The stable id that the network gave.
    external_id: String,
    /// What it is called there.
    handle: String,
    /// What it calls itself.
    name: String,
}

/// Who works on a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimOut {
    /// The member.
    #[schema(value_type = uuid::Uuid)]
    member_id: String,
    /// The member's name.
    member_name: String,
    /// Until when.
    until: String,
}

/// A request that a message holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestedOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// The feature that it was linked to.
    #[schema(value_type = uuid::Uuid)]
    feature_id: String,
    /// The feature's title.
    feature_title: String,
    /// The person who wrote the message.
    #[schema(value_type = uuid::Uuid)]
    person_id: String,
    /// `asks`, `mentions` or `against`.
    kind: &'static str,
    /// The words that ask.
    quote: String,
    /// A remark of ours.
    note: String,
    /// When the person asked.
    asked_at: String,
    /// When it was withdrawn.
    #[schema(required)]
    withdrawn_at: Option<String>,
    /// When it was linked.
    created_at: String,
}

/// A text that a message had before.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionOut {
    /// The text.
    text: String,
    /// When another took its place.
    replaced_at: String,
}

impl From<MessageView> for MessageOut {
    fn from(view: MessageView) -> Self {
        let MessageView { message, author, claim, tags, requests, versions, history } = view;
        MessageOut {
            id: message.id.to_string(),
            network: message.network,
            external_id: message.external_id,
            url: message.url,
            author: author.into(),
            text: message.text,
            posted_at: message.posted_at.to_string(),
            parent_external_id: message.parent_external_id,
            thread_external_id: message.thread_key,
            state: message.state.as_str(),
            disposition: message.disposition.map(Disposition::as_str),
            reason: message.reason,
            ours: message.ours,
            answered_at: message.answered_at.as_ref().map(Timestamp::to_string),
            answered_by: message.answered_by.as_ref().map(MemberId::to_string),
            answer_url: message.answer_url,
            done_at: message.done_at.as_ref().map(Timestamp::to_string),
            claim: claim.map(ClaimOut::from),
            tags,
            requests: requests.into_iter().map(RequestedOut::from).collect(),
            edited_at: message.edited_at.as_ref().map(Timestamp::to_string),
            versions,
            history: history.map(|texts| texts.into_iter().map(VersionOut::from).collect()),
            created_at: message.created_at.to_string(),
            updated_at: message.updated_at.to_string(),
            version: message.version,
        }
    }
}

impl From<Author> for AuthorOut {
    fn from(author: Author) -> Self {
        AuthorOut {
            id: author.id.to_string(),
            person_id: author.person_id.to_string(),
            external_id: author.external_id,
            handle: author.handle,
            name: author.name,
        }
    }
}

impl From<Claim> for ClaimOut {
    fn from(claim: Claim) -> Self {
        ClaimOut {
            member_id: claim.member_id.to_string(),
            member_name: claim.member_name,
            until: claim.until.to_string(),
        }
    }
}

impl From<Requested> for RequestedOut {
    fn from(requested: Requested) -> Self {
        let Requested { request, feature_title } = requested;
        RequestedOut {
            id: request.id.to_string(),
            feature_id: request.feature_id.to_string(),
            feature_title,
            person_id: request.person_id.to_string(),
            kind: request.kind.as_str(),
            quote: request.quote,
            note: request.note,
            asked_at: request.asked_at.to_string(),
            withdrawn_at: request.withdrawn_at.as_ref().map(Timestamp::to_string),
            created_at: request.created_at.to_string(),
        }
    }
}

impl From<Version> for VersionOut {
    fn from(version: Version) -> Self {
        VersionOut { text: version.text, replaced_at: version.replaced_at.to_string() }
    }
}

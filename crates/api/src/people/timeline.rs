//! The entries of a person's timeline.

use app::people::{Entry, FollowUpEntry, MessageEntry, RequestEntry, ToldEntry};
use serde::Serialize;
use utoipa::ToSchema;

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryOut {
    /// They wrote.
    Message(MessageEntryOut),
    /// They asked for something.
    Request(RequestEntryOut),
    /// They were told about something.
    Told(ToldEntryOut),
    /// We came to owe them a reply.
    FollowUp(FollowUpEntryOut),
}

/// They wrote.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageEntryOut {
    /// When it was posted.
    at: String,
    /// The message.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// The network.
    network: String,
    /// Its permalink.
    #[schema(required)]
    url: Option<String>,
    /// What it says.
    text: String,
    /// `new`, `claimed` or `done`.
    state: &'static str,
    /// How it was settled.
    #[schema(required)]
    disposition: Option<&'static str>,
}

/// They asked for something.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestEntryOut {
    /// When it was asked.
    at: String,
    /// The request.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// The message that it stands in.
    #[schema(value_type = uuid::Uuid)]
    message_id: String,
    /// The feature that it was linked to.
    feature: FeatureNameOut,
    /// The feature that it counts for, after merges.
    #[schema(value_type = uuid::Uuid)]
    effective_feature_id: String,
    /// `asks`, `mentions` or `against`.
    request_kind: &'static str,
    /// Their words.
    quote: String,
    /// When it was withdrawn.
    #[schema(required)]
    withdrawn_at: Option<String>,
}

/// They were told about something.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToldEntryOut {
    /// When.
    at: String,
    /// About what.
    feature: FeatureNameOut,
    /// By which follow-up.
    #[schema(value_type = uuid::Uuid)]
    follow_up_id: String,
    /// In answer to which message.
    #[schema(value_type = uuid::Uuid)]
    message_id: String,
    /// By which member.
    #[schema(value_type = uuid::Uuid)]
    told_by: String,
    /// Where the reply stands.
    #[schema(required)]
    url: Option<String>,
}

/// We came to owe them a reply.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowUpEntryOut {
    /// When.
    at: String,
    /// The follow-up.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// Where it is now.
    state: &'static str,
    /// Why it is held, skipped or withdrawn.
    #[schema(required)]
    reason: Option<String>,
    /// The message that its reply goes to.
    #[schema(value_type = uuid::Uuid)]
    message_id: String,
}

/// A feature by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeatureNameOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What it is, in a few words.
    title: String,
}

impl From<Entry> for EntryOut {
    fn from(entry: Entry) -> Self {
        match entry {
            Entry::Message(entry) => EntryOut::Message(entry.into()),
            Entry::Request(entry) => EntryOut::Request(entry.into()),
            Entry::Told(entry) => EntryOut::Told(entry.into()),
            Entry::FollowUp(entry) => EntryOut::FollowUp(entry.into()),
        }
    }
}

impl From<MessageEntry> for MessageEntryOut {
    fn from(entry: MessageEntry) -> Self {
        MessageEntryOut {
            at: entry.at.to_string(),
            id: entry.id.to_string(),
            network: entry.network,
            url: entry.url,
            text: entry.text,
            state: entry.state.as_str(),
            disposition: entry.disposition.map(domain::state::Disposition::as_str),
        }
    }
}

impl From<RequestEntry> for RequestEntryOut {
    fn from(entry: RequestEntry) -> Self {
        RequestEntryOut {
            at: entry.at.to_string(),
            id: entry.id.to_string(),
            message_id: entry.message_id.to_string(),
            feature: FeatureNameOut { id: entry.feature_id.to_string(), title: entry.title },
            effective_feature_id: entry.effective_feature_id.to_string(),
            request_kind: entry.kind.as_str(),
            quote: entry.quote,
            withdrawn_at: entry.withdrawn_at.map(|at| at.to_string()),
        }
    }
}

impl From<ToldEntry> for ToldEntryOut {
    fn from(entry: ToldEntry) -> Self {
        ToldEntryOut {
            at: entry.at.to_string(),
            feature: FeatureNameOut { id: entry.feature_id.to_string(), title: entry.title },
            follow_up_id: entry.follow_up_id.to_string(),
            message_id: entry.message_id.to_string(),
            told_by: entry.told_by.to_string(),
            url: entry.url,
        }
    }
}

impl From<FollowUpEntry> for FollowUpEntryOut {
    fn from(entry: FollowUpEntry) -> Self {
        FollowUpEntryOut {
            at: entry.at.to_string(),
            id: entry.id.to_string(),
            state: entry.state.as_str(),
            reason: entry.reason,
            message_id: entry.message_id.to_string(),
        }
    }
}

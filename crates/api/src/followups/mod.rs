//! `/followups`: the queue of people to tell.

pub mod claim;
pub mod get;
pub mod list;
pub mod open_held;
pub mod release;
pub mod renew;
pub mod skip;
pub mod snooze;
pub mod told;

use app::follow_ups::{FollowUpView, ItemDetail, PersonDetail, Target};
use domain::Timestamp;
use domain::state::Reason;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::command::CommandBody;

/// What we owe one person.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowUpOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// `settling`, `open`, `claimed`, `replying`, `told`, `snoozed`, `held`, `skipped` or `withdrawn`.
    state: &'static str,
    /// Why it is held, skipped or withdrawn, in words.
    #[schema(required)]
    reason: Option<&'static str>,
    /// The person.
    person: PersonOut,
    /// What they asked for, the oldest ask first.
    items: Vec<ItemOut>,
    /// Where the reply goes.
    target: TargetOut,
    /// A first draft of it.
    draft: String,
    /// When the person first asked.
    asked_at: String,
    /// When it opens, if it settles or is snoozed.
    #[schema(required)]
    ready_at: Option<String>,
    /// Who works on it.
    #[schema(required)]
    claim: Option<ClaimOut>,
    /// When the person was told.
    #[schema(required)]
    told_at: Option<String>,
    /// Where.
    #[schema(required)]
    told_url: Option<String>,
    /// When it was made.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
    /// Goes up with each change.
    version: i64,
}

/// A person with their identities.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonOut {
    /// Their id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What they are called.
    name: String,
    /// Where they are.
    identities: Vec<IdentityOut>,
}

/// Somebody on a network.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// The network.
    network: String,
    /// The handle now.
    handle: String,
    /// The name now.
    name: String,
}

/// One feature of a follow-up.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemOut {
    /// The feature.
    feature: TitledOut,
    /// The request that is answered.
    #[schema(value_type = uuid::Uuid)]
    request_id: String,
    /// The release that brings it.
    release: NamedOut,
    /// The words that ask.
    quote: String,
    /// The message that asks.
    message: ItemMessageOut,
    /// When the person first asked.
    asked_at: String,
    /// `owed`, `held`, `told`, `skipped` or `withdrawn`.
    state: &'static str,
    /// Why, in words.
    #[schema(required)]
    reason: Option<&'static str>,
    /// `yes`, `partly` or `no`: whether what shipped answers what was asked.
    #[schema(required)]
    answer: Option<&'static str>,
}

/// Something with a title.
#[derive(Debug, Serialize, ToSchema)]
pub struct TitledOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// Its title.
    title: String,
}

/// Something with a name.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// Its name.
    name: String,
}

/// A message, as far as a follow-up shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemMessageOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// Where it stands.
    #[schema(required)]
    url: Option<String>,
    /// What it says.
    text: String,
}

/// Where a reply goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetOut {
    /// The message.
    #[schema(value_type = uuid::Uuid)]
    message_id: String,
    /// How: `thread` is under the message itself.
    route: &'static str,
    /// The message's link.
    #[schema(required)]
    url: Option<String>,
}

/// Who works on something, and until when.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimOut {
    /// The member.
    #[schema(value_type = uuid::Uuid)]
    member_id: String,
    /// Their name.
    member_name: String,
    /// When the lease ends.
    until: String,
}

/// A lease: bring its token with every later step.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeaseOut {
    /// The token.
    token: String,
    /// When it ends, unless it is renewed.
    until: String,
}

impl LeaseOut {
    fn new(token: String, until: Timestamp) -> LeaseOut {
        LeaseOut { token, until: until.to_string() }
    }
}

/// A follow-up with a lease on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeasedOut {
    /// The follow-up.
    followup: FollowUpOut,
    /// The lease.
    lease: LeaseOut,
}

/// The token of a lease.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaseIn {
    /// The token that the claim gave.
    lease_token: String,
}

impl CommandBody for LeaseIn {}

impl From<PersonDetail> for PersonOut {
    fn from(person: PersonDetail) -> Self {
        let identities = person.identities.into_iter().map(|identity| IdentityOut {
            id: identity.id.to_string(),
            network: identity.network,
            handle: identity.handle,
            name: identity.name,
        });
        PersonOut { id: person.id.to_string(), name: person.name, identities: identities.collect() }
    }
}

impl From<ItemDetail> for ItemOut {
    fn from(item: ItemDetail) -> Self {
        ItemOut {
            feature: TitledOut { id: item.feature_id.to_string(), title: item.feature_title },
            request_id: item.request_id.to_string(),
            release: NamedOut { id: item.release_id.to_string(), name: item.release_name },
            quote: item.quote,
            message: ItemMessageOut {
                id: item.message_id.to_string(),
                url: item.message_url,
                text: item.message_text,
            },
            asked_at: item.asked_at.to_string(),
            state: item.state.as_str(),
            reason: item.reason.map(Reason::in_words),
            answer: item.answer.map(domain::state::Answer::as_str),
        }
    }
}

impl From<Target> for TargetOut {
    fn from(target: Target) -> Self {
        TargetOut { message_id: target.message_id.to_string(), route: target.route, url: target.url }
    }
}

impl From<FollowUpView> for FollowUpOut {
    fn from(view: FollowUpView) -> Self {
        let row = view.follow_up;
        let claim = row.claimed_by.zip(row.lease_until).map(|(member, until)| ClaimOut {
            member_id: member.to_string(),
            member_name: view.claimed_by_name.unwrap_or_default(),
            until: until.to_string(),
        });
        FollowUpOut {
            id: row.id.to_string(),
            state: row.state.as_str(),
            reason: row.reason.map(Reason::in_words),
            person: view.person.into(),
            items: view.items.into_iter().map(ItemOut::from).collect(),
            target: view.target.into(),
            draft: view.draft,
            asked_at: row.asked_at.to_string(),
            ready_at: row.ready_at.map(|time| time.to_string()),
            claim,
            told_at: row.told_at.map(|time| time.to_string()),
            told_url: row.told_url,
            created_at: row.created_at.to_string(),
            updated_at: row.updated_at.to_string(),
            version: row.version,
        }
    }
}

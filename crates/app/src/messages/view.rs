//! A message with all that belongs to it.

use std::collections::HashMap;

use domain::state::MessageState;
use domain::{IdentityId, MemberId, PersonId, Timestamp};
use store::identities::Identity;
use store::messages::{LinkedRequest, Message, Version};

use crate::context::View;
use crate::error::{Error, Result};

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The identity.
    pub id: IdentityId,
    /// The person behind it, after merges.
    pub person_id: PersonId,
    /// The stable id that the network gave.
    pub external_id: String,
    /// What it is called there.
    pub handle: String,
    /// What it calls itself.
    pub name: String,
}

impl From<(Identity, PersonId)> for Author {
    fn from((identity, person_id): (Identity, PersonId)) -> Self {
        let Identity { id, external_id, handle, name, .. } = identity;
        Author { id, person_id, external_id, handle, name }
    }
}

/// Who works on a message.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The member.
    pub member_id: MemberId,
    /// The member's name.
    pub member_name: String,
    /// Until when.
    pub until: Timestamp,
}

/// A request that a message holds, with the title of its feature.
#[derive(Clone, Debug)]
pub struct Requested {
    /// The request.
    pub request: LinkedRequest,
    /// The feature's title.
    pub feature_title: String,
}

/// A message with all that belongs to it.
#[derive(Clone, Debug)]
pub struct MessageView {
    /// The message; a claim that has run out is gone from it.
    pub message: Message,
    /// Who wrote it.
    pub author: Author,
    /// Who works on it.
    pub claim: Option<Claim>,
    /// The names of its tags.
    pub tags: Vec<String>,
    /// The requests that it holds, withdrawn ones too.
    pub requests: Vec<Requested>,
    /// How many earlier texts it has.
    pub versions: i64,
    /// The earlier texts, oldest first; only where one message is looked at.
    pub history: Option<Vec<Version>>,
}

impl MessageView {
    /// A message that was just made has nothing yet but its author.
    pub(super) fn fresh(message: Message, author: Author, versions: i64) -> MessageView {
        MessageView {
            message,
            author,
            claim: None,
            tags: Vec::new(),
            requests: Vec::new(),
            versions,
            history: None,
        }
    }
}

/// Adds to messages what belongs to them, in one query each.
pub(super) fn with_parts(view: &mut View<'_>, mut messages: Vec<Message>) -> Result<Vec<MessageView>> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let now = view.now;
    for message in &mut messages {
        forget_lapsed_claim(message, now);
    }
    let ids: Vec<_> = messages.iter().map(|message| message.id).collect();
    let mut authors = authors_of(view, &messages)?;
    let members = claimants(view, &messages)?;
    let mut tags = store::messages::tags_of(view.conn, view.workspace, &ids)?;
    let mut requests = store::messages::requests_of(view.conn, view.workspace, &ids)?;
    let versions = store::messages::version_counts(view.conn, view.workspace, &ids)?;
    let with = |message: Message| {
        let id = message.id;
        let author = authors.entry(message.author_id).or_insert(None).clone();
        let requested = |(request, feature_title)| Requested { request, feature_title };
        Ok(MessageView {
            author: author.ok_or_else(|| Error::internal("a message has no author"))?,
            claim: claim_of(&message, &members),
            tags: tags.remove(&id).unwrap_or_default(),
            requests: requests.remove(&id).unwrap_or_default().into_iter().map(requested).collect(),
            versions: versions.get(&id).copied().unwrap_or(0),
            history: None,
            message,
        })
    };
    messages.into_iter().map(with).collect()
}

/// A claim that has run out counts as none, whether or not its row was swept yet.
fn forget_lapsed_claim(message: &mut Message, now: Timestamp) {
    if message.state == MessageState::Claimed && message.lease_until.is_none_or(|until| until <= now) {
        message.state = MessageState::New;
        message.claimed_by = None;
        message.lease_token = None;
        message.lease_until = None;
    }
}

fn authors_of(view: &mut View<'_>, messages: &[Message]) -> Result<HashMap<IdentityId, Option<Author>>> {
    let mut ids: Vec<_> = messages.iter().map(|message| message.author_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let known = store::identities::by_ids(view.conn, view.workspace, &ids)?;
    Ok(known.into_iter().map(|known| (known.0.id, Some(Author::from(known)))).collect())
}

fn claimants(view: &mut View<'_>, messages: &[Message]) -> Result<HashMap<MemberId, String>> {
    let ids: Vec<_> = messages.iter().filter_map(|message| message.claimed_by).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::members::names(view.conn, view.workspace, &ids)?.into_iter().collect())
}

fn claim_of(message: &Message, members: &HashMap<MemberId, String>) -> Option<Claim> {
    let (member_id, until) = message.claimed_by.zip(message.lease_until)?;
    let member_name = members.get(&member_id).cloned().unwrap_or_default();
    Some(Claim { member_id, member_name, until })
}

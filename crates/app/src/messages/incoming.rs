//! A message as it comes in, its fields checked.

use std::time::Duration;

use domain::Timestamp;
use domain::text::{ExternalId, Handle, Link, MessageText, Network};

/// How far ahead of ours a sender's clock may be.
pub const AHEAD: Duration = Duration::from_hours(24);

/// A message as it comes in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The network.
    pub network: Network,
    /// The stable id that the network gave.
    pub external_id: ExternalId,
    /// Where a person can read it.
    pub url: Option<Link>,
    /// Who wrote it.
    pub author: IncomingAuthor,
    /// What it says.
    pub text: MessageText,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// What it answers.
    pub parent_external_id: Option<ExternalId>,
    /// The root of its thread, if the network says.
    pub thread_external_id: Option<ExternalId>,
    /// When this text was written, if the network says.
    pub edited_at: Option<Timestamp>,
    /// Whether it only repeats another message.
    pub repost: bool,
}

/// Who wrote an incoming message.
#[derive(Clone, Debug)]
pub struct IncomingAuthor {
    /// The stable id that the network gave.
    pub external_id: ExternalId,
    /// What it is called there, if that is known.
    pub handle: Option<Handle>,
    /// What it calls itself, if that is known.
    pub name: Option<Handle>,
}

/// A network and an id on it.
pub(super) type Key<'a> = (&'a str, &'a str);

impl Incoming {
    pub(super) fn key(&self) -> Key<'_> {
        (self.network.as_str(), self.external_id.as_str())
    }

    pub(super) fn author_key(&self) -> Key<'_> {
        (self.network.as_str(), self.author.external_id.as_str())
    }

    /// The message that leads to the root of its thread; `None` if it is the root itself as far as it knows.
    pub(super) fn leads_to(&self) -> Option<&str> {
        let next = self.thread_external_id.as_ref().or(self.parent_external_id.as_ref())?;
        (*next != self.external_id).then_some(next.as_str())
    }
}

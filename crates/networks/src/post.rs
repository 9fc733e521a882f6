//! A post, as every adapter hands it over.

use domain::Timestamp;
use domain::text::{ExternalId, Handle, Link, MessageText};

/// Somebody on a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The id that never changes.
    pub external_id: ExternalId,
    /// The handle at the time, without `@`.
    pub handle: Handle,
    /// What they call themself.
    pub name: String,
}

/// One post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The id that never changes.
    pub external_id: ExternalId,
    /// Where a browser finds it.
    pub url: Link,
    /// Who wrote it.
    pub author: Author,
    /// What it says, as plain text.
    pub text: MessageText,
    /// When it was written.
    pub posted_at: Timestamp,
    /// The post that it answers.
    pub parent: Option<ExternalId>,
}

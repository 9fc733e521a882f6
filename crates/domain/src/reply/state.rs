//! The words of a reply's life.

use crate::sql::words;

words! {
    /// Where a reply is on its way.
    ReplyState {
        /// Can be taken back: the undo window runs, or a person has not said go yet.
        Held = "held",
        /// Waits for a sender.
        Queued = "queued",
        /// A sender has it and has not sent anything.
        Leased = "leased",
        /// Past the point of no return: bytes may be out.
        Sending = "sending",
        /// It may be public. Our own posts are read until that is known.
        Unknown = "unknown",
        /// It may be public, and only a person can tell.
        NeedsPerson = "needs_person",
        /// Public.
        Sent = "sent",
        /// Refused by the platform for good.
        Rejected = "rejected",
        /// Taken back by a person.
        Cancelled = "cancelled",
    }
}

impl ReplyState {
    /// Whether nothing more happens by itself, and nobody is asked.
    pub fn is_final(self) -> bool {
        match self {
            Self::Sent | Self::Rejected | Self::Cancelled => true,
            Self::Held | Self::Queued | Self::Leased | Self::Sending | Self::Unknown | Self::NeedsPerson => {
                false
            }
        }
    }

    /// Whether a sender holds it.
    pub fn is_leased(self) -> bool {
        matches!(self, Self::Leased | Self::Sending)
    }
}

words! {
    /// What a network offers against doubles.
    Guarantee {
        /// The reply is created at a key that we choose and that stays taken (Bluesky): a repeat is a no-op for ever.
        CreateAtKey = "create_at_key",
        /// A repeat under the same key is a no-op for an hour (Mastodon from 4.7.2 on).
        KeyWindow = "key_window",
        /// Our own posts can be read back, no more (X, Reddit, older Mastodon and its kin).
        ReadBack = "read_back",
        /// Nothing: a member sends by hand, or what was sent cannot be read.
        PersonOnly = "person_only",
    }
}

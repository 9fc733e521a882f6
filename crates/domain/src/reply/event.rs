//! What can happen to a reply, and what follows from it.

use std::time::Duration;

use crate::time::Timestamp;

use super::row::Remote;
use super::state::ReplyState;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A person said go to a reply that waited for it.
    Approved {
        /// The end of its undo window.
        not_before: Timestamp,
    },
    /// The undo window is over.
    UndoOver,
    /// A person took it back.
    Cancelled,
    /// A sender takes it.
    Claimed {
        /// The end of the lease.
        until: Timestamp,
    },
    /// The sender is about to connect: the point of no return.
    Intent {
        /// The sender's token.
        token: i64,
        /// The epoch that the database is in, as the sender knows it.
        epoch: i64,
    },
    /// The attempt ended, or the sender gave the reply back before it began.
    Outcome {
        /// The sender's token.
        token: i64,
        /// What came of it.
        outcome: Outcome,
    },
    /// The lease ran out.
    LeaseExpired {
        /// The token of the lease.
        token: i64,
    },
    /// Our own posts were read, and it is there.
    Found {
        /// Where.
        remote: Remote,
    },
    /// Our own posts were read, and it is not there.
    Absent {
        /// The token when the read began.
        token: i64,
        /// When the read began.
        started_at: Timestamp,
    },
    /// Our own posts could not be read.
    Unreadable {
        /// The token when the read began.
        token: i64,
        /// Why, in words.
        why: String,
    },
    /// A person looked.
    Verdict(Verdict),
    /// The database went back in time: what it says about this reply may be old.
    EpochRaised {
        /// The new epoch.
        epoch: i64,
    },
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is public.
    Published(Remote),
    /// Definitely nothing happened, and it may be tried again.
    Nothing {
        /// Why, in words.
        why: String,
        /// When.
        retry: Retry,
    },
    /// Definitely nothing happened, and it never will.
    Rejected {
        /// Why, in words.
        why: String,
    },
    /// It may be public.
    Ambiguous {
        /// Why, in words.
        why: String,
    },
}

/// When to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// When the platform said.
    At(Timestamp),
    /// After a pause that grows with the attempts.
    Later,
    /// When a person has mended the account; the queue is kept.
    WhenAccountWorks,
}

/// What a person who looked says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is public.
    ItIsThere {
        /// Where, if the person gave a link.
        remote: Option<Remote>,
    },
    /// It is not public: send it again.
    SendAgain,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// After the commit: connect, and let the first byte out within this time of it, on a monotonic clock, or not at all.
    Send {
        /// The time.
        within: Duration,
    },
    /// Read our own posts then.
    VerifyAt(Timestamp),
    /// In the same transaction: the follow-up is told.
    FollowUpTold,
    /// In the same transaction: the follow-up goes back to the queue.
    FollowUpBack {
        /// Why, in words.
        why: String,
    },
    /// In the same transaction: a person is to know.
    NotifyPerson(Notice),
    /// In the same transaction: the account sends nothing until a person has mended it.
    PauseAccount {
        /// Why, in words.
        why: String,
    },
}

/// What a person is to know.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// Nobody else can tell whether the reply is public: is it there, or shall it be sent again?
    IsItThere {
        /// Why, in words.
        why: String,
    },
    /// The platform refused it for good.
    Rejected {
        /// Why, in words.
        why: String,
    },
    /// It is public although it was rejected or cancelled.
    PublishedAfterAll,
    /// It is public in two places.
    PublishedTwice {
        /// The second place.
        second: Remote,
    },
}

/// Why an event does not apply. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The reply is in a state that does not know the event.
    #[error("the reply is `{0}`")]
    WrongState(ReplyState),
    /// Somebody else has it by now.
    #[error("the lease of this token has ended")]
    OldToken,
    /// The lease ran out before the intent.
    #[error("the lease has run out")]
    LeaseOver,
    /// The lease still runs, or the undo window, or a pause between attempts.
    #[error("it is too early; the time for it is {0}")]
    TooEarly(Timestamp),
    /// No person has said go.
    #[error("the reply waits for a person to say go")]
    NotApproved,
    /// A person has said go before.
    #[error("a person has said go already")]
    AlreadyApproved,
    /// The sender, or whoever raised the epoch, knows less than the row.
    #[error("the database is in a later epoch, {0}")]
    OldEpoch(i64),
}

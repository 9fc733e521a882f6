//! How a reply leaves, at most once, and is never lost: a pure function over one row. It reads no clock, opens no socket
//! and knows no database; whoever calls [`step`] keeps the row it returns and carries out the effects, the row and
//! everything that concerns our own tables in one transaction.
//!
//! ```text
//! held -> queued -> leased -> sending -> sent            (the platform's id is known)
//!            ^         |         |-----> rejected        (definite and for good, with a reason in words)
//!            |---------+         |-----> queued          (definite: nothing happened; later again)
//!                                |-----> unknown         (ambiguous, a crash, or the lease ran out)
//!                                           |--read--> sent | queued (proven absent) | needs_person
//! cancelled only from held and queued
//! ```
//!
//! What is assumed of the world, and by whom it is kept:
//! - A platform applies a request within [`ABSENCE_COUNTS_FROM`] of its last byte, or never; reads from then on show it.
//!   At a chosen key (Bluesky) even that is not needed.
//! - The first byte leaves within [`SEND_WITHIN`] of the commit of the intent, on the sender's monotonic clock
//!   ([`is_in_time`]).
//! - A key that expires lives for an hour; it is used for [`KEY_WINDOW`] only.

mod event;
pub mod length;
pub mod outcome;
mod row;
pub mod similarity;
mod state;
mod step;
pub mod template;

pub use event::{Effect, Event, Notice, Outcome, Refused, Retry, Verdict};
pub use row::{Remote, Row};
pub use state::{Guarantee, ReplyState};
pub use step::{is_in_time, step};

use std::time::Duration;

/// When our own posts are read after an attempt ended without a clear answer.
pub const READ_AFTER: [Duration; 3] =
    [Duration::from_secs(30), Duration::from_mins(2), Duration::from_mins(10)];

/// From when on, after the last attempt ended, a reply that is not there counts as absent.
pub const ABSENCE_COUNTS_FROM: Duration = Duration::from_mins(10);

/// How long our own posts may be unreadable before a person is asked.
pub const UNREADABLE_FOR: Duration = Duration::from_hours(24);

/// How long after the first attempt a request may be repeated under the same key: Mastodon keeps it for an hour.
pub const KEY_WINDOW: Duration = Duration::from_mins(45);

/// How long after the commit of the intent the first byte may leave.
pub const SEND_WITHIN: Duration = Duration::from_secs(10);

/// How long the lease lasts from the intent on. The whole request must have ended, or been given up, before.
pub const SENDING_LEASE: Duration = Duration::from_mins(2);

/// How many answers may be lost before a person is asked, whatever the network promises.
pub const MOST_LOST_ANSWERS: u32 = 10;

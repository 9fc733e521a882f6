//! One reply, as far as the protocol is concerned. What it says, and where it goes, is frozen beside it.

use crate::ids::{FollowUpId, ReplyId};
use crate::time::Timestamp;

use super::state::{Guarantee, ReplyState};

/// A reply's row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Its id.
    pub id: ReplyId,
    /// The follow-up that it settles; an answer or a correction settles none.
    pub follow_up: Option<FollowUpId>,
    /// What its network offers.
    pub guarantee: Guarantee,
    /// The workspace's option: on a network that only reads back, send again by itself what is proven absent.
    pub resends: bool,
    /// Where it is.
    pub state: ReplyState,
    /// Counts claims and expiries. Negative news counts only with the current one.
    pub lease_token: i64,
    /// Until when a sender has it; exactly while it is leased or sending.
    pub lease_until: Option<Timestamp>,
    /// From when on it may leave; `None` while a person has not said go.
    pub not_before: Option<Timestamp>,
    /// The epoch of the database in which it is known what became of it.
    pub epoch: i64,
    /// How many intents it had.
    pub attempts: u32,
    /// How many of them ended without a clear answer since a person last vouched that it is not public.
    pub answers_lost: u32,
    /// When the first attempt began that may have had an effect.
    pub first_sent_at: Option<Timestamp>,
    /// When the last attempt that may have had an effect ended.
    pub last_sent_end_at: Option<Timestamp>,
    /// When our own posts are read next; exactly while it is unknown.
    pub verify_at: Option<Timestamp>,
    /// How many reads there were since the last attempt ended.
    pub verify_n: u32,
    /// Where it is public.
    pub remote: Option<Remote>,
    /// What happened last, in words, unless all is well.
    pub outcome: Option<String>,
}

/// A post of ours on its network.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Remote {
    /// The network's stable id: a URI where the plain id can change (Mastodon and kin), else the id.
    pub id: String,
    /// Where people read it.
    pub url: Option<String>,
}

impl Row {
    /// A new reply, held until `not_before`, or until a person says go.
    pub fn new(id: ReplyId, guarantee: Guarantee, not_before: Option<Timestamp>, epoch: i64) -> Row {
        Row {
            id,
            follow_up: None,
            guarantee,
            resends: false,
            state: ReplyState::Held,
            lease_token: 0,
            lease_until: None,
            not_before,
            epoch,
            attempts: 0,
            answers_lost: 0,
            first_sent_at: None,
            last_sent_end_at: None,
            verify_at: None,
            verify_n: 0,
            remote: None,
            outcome: None,
        }
    }

    /// What contradicts itself in the row, in words. Empty for every row that [`super::step`] returns.
    pub fn contradictions(&self) -> Vec<&'static str> {
        let state = self.state;
        let was_sent = self.last_sent_end_at.is_some();
        [
            (state.is_leased() != self.lease_until.is_some(), "a lease and a sender go together"),
            ((state == ReplyState::Unknown) != self.verify_at.is_some(), "only what is unknown is read back"),
            (state == ReplyState::Unknown && !was_sent, "what is unknown has a time since when"),
            (state == ReplyState::Queued && self.not_before.is_none(), "what is queued was given a go"),
            (
                state == ReplyState::Sending && self.first_sent_at.is_none(),
                "what is being sent has a beginning",
            ),
            (self.answers_lost > 0 && self.first_sent_at.is_none(), "a lost answer has a beginning"),
            (self.remote.is_some() && state != ReplyState::Sent, "what is public is sent"),
            (
                matches!(state, ReplyState::Rejected | ReplyState::NeedsPerson) && self.outcome.is_none(),
                "what stopped says why",
            ),
        ]
        .into_iter()
        .filter_map(|(is_broken, rule)| is_broken.then_some(rule))
        .collect()
    }
}

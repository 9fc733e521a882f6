//! The protocol.

use std::time::Duration;

use crate::time::Timestamp;

use super::event::{Effect, Event, Notice, Outcome, Refused, Retry, Verdict};
use super::row::{Remote, Row};
use super::state::{Guarantee, ReplyState};
use super::{
    ABSENCE_COUNTS_FROM, KEY_WINDOW, MOST_LOST_ANSWERS, READ_AFTER, SEND_WITHIN, SENDING_LEASE,
    UNREADABLE_FOR,
};

/// The row after the event, and what follows. A refused event changes nothing.
///
/// Good news is true whoever brings it; bad news counts only from the current holder of the lease.
pub fn step(row: &Row, event: &Event, now: Timestamp) -> Result<(Row, Vec<Effect>), Refused> {
    let mut change = Change { row: row.clone(), effects: Vec::new(), now };
    match event {
        Event::Approved { not_before } => change.approved(*not_before)?,
        Event::UndoOver => change.undo_over()?,
        Event::Cancelled => change.cancelled()?,
        Event::Claimed { until } => change.claimed(*until)?,
        Event::Intent { token, epoch } => change.intent(*token, *epoch)?,
        Event::Outcome { outcome: Outcome::Published(remote), .. }
        | Event::Found { remote }
        | Event::Verdict(Verdict::ItIsThere { remote: Some(remote) }) => change.published(Some(remote)),
        Event::Verdict(Verdict::ItIsThere { remote: None }) => change.published(None),
        Event::Outcome { token, outcome } => change.not_published(*token, outcome)?,
        Event::LeaseExpired { token } => change.lease_expired(*token)?,
        Event::Absent { token, started_at } => change.absent(*token, *started_at)?,
        Event::Unreadable { token, why } => change.unreadable(*token, why)?,
        Event::Verdict(Verdict::SendAgain) => change.send_again()?,
        Event::EpochRaised { epoch } => change.epoch_raised(*epoch)?,
    }
    Ok((change.row, change.effects))
}

/// Whether the first byte may still leave, this long after the commit of the intent on the sender's monotonic clock. If
/// not, the attempt ends with [`Outcome::Nothing`].
pub fn is_in_time(since_commit: Duration) -> bool {
    since_commit < SEND_WITHIN
}

/// Tokens of different epochs never meet: a restored database counts on from far above what it has forgotten.
const TOKENS_PER_EPOCH: i64 = 1 << 32;

struct Change {
    row: Row,
    effects: Vec<Effect>,
    now: Timestamp,
}

impl Change {
    fn approved(&mut self, not_before: Timestamp) -> Result<(), Refused> {
        self.require(&[ReplyState::Held])?;
        if self.row.not_before.is_some() {
            return Err(Refused::AlreadyApproved);
        }
        self.row.not_before = Some(not_before);
        Ok(())
    }

    fn undo_over(&mut self) -> Result<(), Refused> {
        self.require(&[ReplyState::Held])?;
        self.require_due()?;
        self.row.state = ReplyState::Queued;
        Ok(())
    }

    fn cancelled(&mut self) -> Result<(), Refused> {
        self.require(&[ReplyState::Held, ReplyState::Queued])?;
        self.row.state = ReplyState::Cancelled;
        self.give_back("the reply was cancelled");
        Ok(())
    }

    fn claimed(&mut self, until: Timestamp) -> Result<(), Refused> {
        self.require(&[ReplyState::Queued])?;
        self.require_due()?;
        self.row.state = ReplyState::Leased;
        self.row.lease_token += 1;
        self.row.lease_until = Some(until);
        Ok(())
    }

    fn intent(&mut self, token: i64, epoch: i64) -> Result<(), Refused> {
        self.require(&[ReplyState::Leased])?;
        self.require_token(token)?;
        if self.row.lease_until.is_none_or(|until| self.now >= until) {
            return Err(Refused::LeaseOver);
        }
        if epoch < self.row.epoch {
            return Err(Refused::OldEpoch(self.row.epoch));
        }
        if epoch > self.row.epoch {
            return self.epoch_raised(epoch);
        }
        if self.is_key_over() {
            // Checked here, in the transaction of the intent: between the queue and now the window can close.
            self.read_back("the key of the first attempt may have expired");
            return Ok(());
        }
        self.row.state = ReplyState::Sending;
        self.row.attempts = self.row.attempts.saturating_add(1);
        self.row.first_sent_at.get_or_insert(self.now);
        self.row.lease_until = self.row.lease_until.max(Some(self.now + SENDING_LEASE));
        self.effects.push(Effect::Send { within: SEND_WITHIN });
        Ok(())
    }

    /// Positive evidence: from every state, without a token.
    fn published(&mut self, remote: Option<&Remote>) {
        let before = self.row.state;
        if before == ReplyState::Sent {
            return self.published_again(remote);
        }
        self.leave();
        self.row.state = ReplyState::Sent;
        self.row.remote = remote.cloned();
        self.row.outcome = None;
        if self.row.follow_up.is_some() {
            self.effects.push(Effect::FollowUpTold);
        }
        if before.is_final() {
            self.effects.push(Effect::NotifyPerson(Notice::PublishedAfterAll));
        }
    }

    fn published_again(&mut self, remote: Option<&Remote>) {
        match (&self.row.remote, remote) {
            (Some(first), Some(second)) if first.id != second.id => {
                self.effects.push(Effect::NotifyPerson(Notice::PublishedTwice { second: second.clone() }));
            }
            (None, Some(remote)) => self.row.remote = Some(remote.clone()),
            _ => {}
        }
    }

    fn not_published(&mut self, token: i64, outcome: &Outcome) -> Result<(), Refused> {
        self.require(&[ReplyState::Leased, ReplyState::Sending])?;
        self.require_token(token)?;
        match outcome {
            Outcome::Nothing { why, retry } => self.nothing_happened(why, *retry),
            Outcome::Rejected { why } => self.rejected(why),
            Outcome::Ambiguous { why } => self.answer_lost(why),
            Outcome::Published(_) => {}
        }
        Ok(())
    }

    fn nothing_happened(&mut self, why: &str, retry: Retry) {
        self.leave();
        self.row.state = ReplyState::Queued;
        self.row.outcome = Some(why.to_owned());
        self.row.not_before = match retry {
            Retry::At(time) => Some(time.max(self.now)),
            Retry::Later => Some(self.now + pause(self.row.attempts)),
            Retry::WhenAccountWorks => Some(self.now),
        };
        if self.row.answers_lost == 0 {
            self.row.first_sent_at = None;
        }
        if retry == Retry::WhenAccountWorks {
            self.effects.push(Effect::PauseAccount { why: why.to_owned() });
        }
    }

    fn rejected(&mut self, why: &str) {
        self.leave();
        self.row.state = ReplyState::Rejected;
        self.row.outcome = Some(why.to_owned());
        self.give_back(why);
        self.effects.push(Effect::NotifyPerson(Notice::Rejected { why: why.to_owned() }));
    }

    fn lease_expired(&mut self, token: i64) -> Result<(), Refused> {
        self.require(&[ReplyState::Leased, ReplyState::Sending])?;
        self.require_token(token)?;
        if let Some(until) = self.row.lease_until.filter(|until| self.now < *until) {
            return Err(Refused::TooEarly(until));
        }
        self.row.lease_token += 1;
        if self.row.state == ReplyState::Sending {
            self.answer_lost("the sender stopped before it told what came of it");
            return Ok(());
        }
        self.leave();
        self.row.state = ReplyState::Queued;
        Ok(())
    }

    /// An attempt ended, and it may have had its effect.
    fn answer_lost(&mut self, why: &str) {
        self.row.answers_lost = self.row.answers_lost.saturating_add(1);
        self.row.first_sent_at.get_or_insert(self.now);
        self.row.last_sent_end_at = Some(self.now);
        self.read_back(why);
    }

    /// Nothing is sent before our own posts, or a person, have said what is public.
    fn read_back(&mut self, why: &str) {
        self.leave();
        if self.row.guarantee == Guarantee::PersonOnly {
            return self.ask(why);
        }
        self.row.state = ReplyState::Unknown;
        self.row.outcome = Some(why.to_owned());
        self.row.verify_n = 0;
        self.read_next();
    }

    fn read_next(&mut self) {
        let ended = self.row.last_sent_end_at.unwrap_or(self.now);
        self.row.last_sent_end_at = Some(ended);
        let n = usize::try_from(self.row.verify_n).unwrap_or(usize::MAX);
        let at = match READ_AFTER.get(n) {
            Some(after) => (ended + *after).max(self.now),
            None => self.now + pause(self.row.verify_n),
        };
        self.row.verify_at = Some(at);
        self.effects.push(Effect::VerifyAt(at));
    }

    fn absent(&mut self, token: i64, started_at: Timestamp) -> Result<(), Refused> {
        self.require(&[ReplyState::Unknown])?;
        self.require_token(token)?;
        let counts_from = self.row.last_sent_end_at.map(|ended| ended + ABSENCE_COUNTS_FROM);
        if counts_from.is_none_or(|from| started_at < from) {
            self.row.verify_n = self.row.verify_n.saturating_add(1);
            self.read_next();
            return Ok(());
        }
        if !self.may_repeat() {
            self.ask("it is not among our posts, and nothing proves that it will not appear");
            return Ok(());
        }
        self.leave();
        let has_go = self.row.not_before.is_some();
        self.row.state = if has_go { ReplyState::Queued } else { ReplyState::Held };
        Ok(())
    }

    fn unreadable(&mut self, token: i64, why: &str) -> Result<(), Refused> {
        self.require(&[ReplyState::Unknown])?;
        self.require_token(token)?;
        if self.row.last_sent_end_at.is_none_or(|ended| self.now >= ended + UNREADABLE_FOR) {
            self.ask(&format!("our posts cannot be read: {why}"));
            return Ok(());
        }
        self.row.verify_n = self.row.verify_n.saturating_add(1);
        self.read_next();
        Ok(())
    }

    fn ask(&mut self, why: &str) {
        self.leave();
        self.row.state = ReplyState::NeedsPerson;
        self.row.outcome = Some(why.to_owned());
        self.effects.push(Effect::NotifyPerson(Notice::IsItThere { why: why.to_owned() }));
    }

    /// A person vouches that it is not public. Where our posts can be read, one more read comes before the send; where
    /// they cannot, the person's look counts from the time on from which a read would.
    fn send_again(&mut self) -> Result<(), Refused> {
        self.require(&[ReplyState::NeedsPerson])?;
        let counts_from = self.row.last_sent_end_at.map(|ended| ended + ABSENCE_COUNTS_FROM);
        if let Some(from) = counts_from.filter(|from| self.now < *from)
            && self.row.guarantee == Guarantee::PersonOnly
        {
            return Err(Refused::TooEarly(from));
        }
        self.row.answers_lost = 0;
        self.row.first_sent_at = None;
        self.row.not_before = Some(self.now);
        if self.row.guarantee == Guarantee::PersonOnly {
            self.row.state = ReplyState::Queued;
            return Ok(());
        }
        self.read_back("a person asked to send it again");
        Ok(())
    }

    /// What the row says about the past may be wrong: whatever it says, the reply may be public.
    fn epoch_raised(&mut self, epoch: i64) -> Result<(), Refused> {
        if epoch <= self.row.epoch {
            return Err(Refused::OldEpoch(self.row.epoch));
        }
        self.row.epoch = epoch;
        if self.row.state.is_final() {
            return Ok(());
        }
        self.row.lease_token = self.row.lease_token.max(epoch.saturating_mul(TOKENS_PER_EPOCH)) + 1;
        self.row.last_sent_end_at = Some(self.now);
        let why = "the database went back in time; the reply may have gone out before";
        match self.row.state {
            ReplyState::NeedsPerson => {}
            ReplyState::Sending => self.answer_lost(why),
            _ => self.read_back(why),
        }
        Ok(())
    }

    /// Whether what is proven absent may be sent again without asking.
    fn may_repeat(&self) -> bool {
        if self.row.answers_lost == 0 {
            // Doubt came from the epoch alone, or a person vouched.
            return true;
        }
        let promised = match self.row.guarantee {
            Guarantee::CreateAtKey => true,
            Guarantee::KeyWindow => !self.is_key_over(),
            Guarantee::ReadBack => self.row.resends,
            Guarantee::PersonOnly => false,
        };
        promised && self.row.answers_lost < MOST_LOST_ANSWERS
    }

    /// Whether an earlier attempt may have used the key so long ago that the platform may have forgotten it.
    fn is_key_over(&self) -> bool {
        self.row.guarantee == Guarantee::KeyWindow
            && self.row.answers_lost > 0
            && self.row.first_sent_at.is_none_or(|first| self.now >= first + KEY_WINDOW)
    }

    /// Leaves the lease and the reads behind; the next state is the caller's.
    fn leave(&mut self) {
        self.row.lease_until = None;
        self.row.verify_at = None;
    }

    fn give_back(&mut self, why: &str) {
        if self.row.follow_up.is_some() {
            self.effects.push(Effect::FollowUpBack { why: why.to_owned() });
        }
    }

    fn require(&self, states: &[ReplyState]) -> Result<(), Refused> {
        if states.contains(&self.row.state) { Ok(()) } else { Err(Refused::WrongState(self.row.state)) }
    }

    fn require_token(&self, token: i64) -> Result<(), Refused> {
        if token == self.row.lease_token { Ok(()) } else { Err(Refused::OldToken) }
    }

    fn require_due(&self) -> Result<(), Refused> {
        match self.row.not_before {
            None => Err(Refused::NotApproved),
            Some(time) if self.now < time => Err(Refused::TooEarly(time)),
            Some(_) => Ok(()),
        }
    }
}

/// Half a minute, a minute, two, and so on, at most an hour.
fn pause(times: u32) -> Duration {
    let doublings = times.saturating_sub(1).min(7);
    Duration::from_secs((30 << doublings).min(3600))
}

#[cfg(test)]
mod tests;

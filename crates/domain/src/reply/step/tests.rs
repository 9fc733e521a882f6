//! The protocol, rule by rule.

mod epochs;

use std::time::Duration;

use uuid::Uuid;

use super::*;
use crate::ids::{FollowUpId, ReplyId};

const START: Timestamp = Timestamp(1_700_000_000_000_000);
const KINDS: &[Guarantee] = Guarantee::ALL;

fn at(seconds: u64) -> Timestamp {
    START + Duration::from_secs(seconds)
}

/// A reply, the effects of its last event, and the time.
struct Reply {
    row: Row,
    effects: Vec<Effect>,
    now: Timestamp,
}

impl Reply {
    fn new(guarantee: Guarantee) -> Reply {
        let row = Row {
            follow_up: Some(FollowUpId(Uuid::from_u128(2))),
            ..Row::new(ReplyId(Uuid::from_u128(1)), guarantee, Some(START), 1)
        };
        Reply { row, effects: Vec::new(), now: START }
    }

    fn queued(guarantee: Guarantee) -> Reply {
        Reply::new(guarantee).after(&Event::UndoOver)
    }

    fn leased(guarantee: Guarantee) -> Reply {
        Reply::queued(guarantee).claimed()
    }

    fn sending(guarantee: Guarantee) -> Reply {
        Reply::leased(guarantee).intended()
    }

    fn unknown(guarantee: Guarantee) -> Reply {
        Reply::sending(guarantee).ended(lost())
    }

    fn try_step(&self, event: &Event) -> Result<(Row, Vec<Effect>), Refused> {
        step(&self.row, event, self.now)
    }

    fn after(self, event: &Event) -> Reply {
        let (row, effects) =
            self.try_step(event).unwrap_or_else(|e| panic!("{event:?} of {:?}: {e}", self.row));
        assert_eq!(row.contradictions(), Vec::<&str>::new(), "{row:?}");
        Reply { row, effects, now: self.now }
    }

    fn claimed(self) -> Reply {
        let until = self.now + Duration::from_mins(1);
        self.after(&Event::Claimed { until })
    }

    fn intended(self) -> Reply {
        let event = Event::Intent { token: self.row.lease_token, epoch: self.row.epoch };
        self.after(&event)
    }

    fn ended(self, outcome: Outcome) -> Reply {
        let event = Event::Outcome { token: self.row.lease_token, outcome };
        self.after(&event)
    }

    fn absent(self) -> Reply {
        let event = Event::Absent { token: self.row.lease_token, started_at: self.now };
        self.after(&event)
    }

    fn at(self, seconds: u64) -> Reply {
        Reply { now: at(seconds), ..self }
    }

    fn state(&self) -> ReplyState {
        self.row.state
    }
}

fn lost() -> Outcome {
    Outcome::Ambiguous { why: "time-out".into() }
}

fn nothing(retry: Retry) -> Outcome {
    Outcome::Nothing { why: "no such host".into(), retry }
}

fn remote(id: &str) -> Remote {
    Remote { id: id.into(), url: None }
}

fn asks(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::NotifyPerson(Notice::IsItThere { .. })))
}

#[test]
fn the_plain_way_tells_the_follow_up() {
    for &kind in KINDS {
        let sending = Reply::sending(kind);
        assert_eq!(sending.effects, [Effect::Send { within: SEND_WITHIN }]);
        let sent = sending.ended(Outcome::Published(remote("1")));
        assert_eq!((sent.state(), sent.effects), (ReplyState::Sent, vec![Effect::FollowUpTold]));
        assert_eq!(sent.row.remote, Some(remote("1")));
    }
}

#[test]
fn an_answer_settles_no_follow_up() {
    let mut sending = Reply::sending(Guarantee::ReadBack);
    sending.row.follow_up = None;
    assert_eq!(sending.ended(Outcome::Published(remote("1"))).effects, []);
}

#[test]
fn the_undo_window_and_approval_hold() {
    let waiting = Reply {
        row: Row { not_before: None, ..Reply::new(Guarantee::ReadBack).row },
        ..Reply::new(Guarantee::ReadBack)
    };
    assert_eq!(waiting.try_step(&Event::UndoOver), Err(Refused::NotApproved));
    let approved = waiting.after(&Event::Approved { not_before: at(10) });
    assert_eq!(approved.try_step(&Event::UndoOver), Err(Refused::TooEarly(at(10))));
    assert_eq!(approved.try_step(&Event::Approved { not_before: at(99) }), Err(Refused::AlreadyApproved));
    assert_eq!(approved.at(10).after(&Event::UndoOver).state(), ReplyState::Queued);
}

#[test]
fn only_what_has_not_left_can_be_cancelled() {
    for reply in [Reply::new(Guarantee::ReadBack), Reply::queued(Guarantee::ReadBack)] {
        let cancelled = reply.after(&Event::Cancelled);
        assert_eq!(cancelled.state(), ReplyState::Cancelled);
        assert!(matches!(cancelled.effects.as_slice(), [Effect::FollowUpBack { .. }]));
    }
    for reply in [
        Reply::leased(Guarantee::ReadBack),
        Reply::sending(Guarantee::ReadBack),
        Reply::unknown(Guarantee::ReadBack),
    ] {
        assert_eq!(reply.try_step(&Event::Cancelled), Err(Refused::WrongState(reply.state())));
    }
}

#[test]
fn a_lease_is_needed_for_the_intent() {
    let leased = Reply::leased(Guarantee::ReadBack);
    let intent = |token| Event::Intent { token, epoch: 1 };
    assert_eq!(leased.try_step(&intent(0)), Err(Refused::OldToken));
    assert_eq!(leased.try_step(&Event::Intent { token: 1, epoch: 0 }), Err(Refused::OldEpoch(1)));
    let late = leased.at(60);
    assert_eq!(late.try_step(&intent(1)), Err(Refused::LeaseOver));
    let again = late.after(&Event::LeaseExpired { token: 1 });
    assert_eq!((again.state(), again.row.lease_token), (ReplyState::Queued, 2));
    assert_eq!(again.try_step(&intent(1)), Err(Refused::WrongState(ReplyState::Queued)));
}

#[test]
fn a_lease_that_ends_while_sending_is_never_queued() {
    for &kind in KINDS {
        let sending = Reply::sending(kind);
        assert_eq!(sending.try_step(&Event::LeaseExpired { token: 1 }), Err(Refused::TooEarly(at(120))));
        let over = sending.at(120).after(&Event::LeaseExpired { token: 1 });
        let expected =
            if kind == Guarantee::PersonOnly { ReplyState::NeedsPerson } else { ReplyState::Unknown };
        assert_eq!(over.state(), expected);
        assert_eq!(
            over.try_step(&Event::Outcome { token: 1, outcome: nothing(Retry::Later) }),
            Err(Refused::WrongState(expected))
        );
        let sent = over.after(&Event::Outcome { token: 1, outcome: Outcome::Published(remote("1")) });
        assert_eq!(sent.state(), ReplyState::Sent, "good news needs no token");
    }
}

#[test]
fn bad_news_needs_the_token() {
    let sending = Reply::sending(Guarantee::ReadBack);
    for outcome in [lost(), nothing(Retry::Later), Outcome::Rejected { why: "gone".into() }] {
        assert_eq!(sending.try_step(&Event::Outcome { token: 0, outcome }), Err(Refused::OldToken));
    }
}

#[test]
fn our_posts_are_read_at_30_s_2_min_and_10_min() {
    let unknown = Reply::unknown(Guarantee::CreateAtKey);
    assert_eq!(unknown.effects, [Effect::VerifyAt(at(30))]);
    let unknown = unknown.at(30).absent();
    assert_eq!(unknown.effects, [Effect::VerifyAt(at(120))]);
    let unknown = unknown.at(120).absent();
    assert_eq!(unknown.effects, [Effect::VerifyAt(at(600))]);
    assert_eq!(unknown.at(600).absent().state(), ReplyState::Queued);
}

#[test]
fn absence_counts_by_when_the_read_began() {
    let unknown = Reply::unknown(Guarantee::CreateAtKey).at(700);
    let early = unknown.try_step(&Event::Absent { token: 1, started_at: at(599) }).unwrap().0;
    assert_eq!((early.state, early.verify_at), (ReplyState::Unknown, Some(at(700))));
    let stale = unknown.try_step(&Event::Absent { token: 0, started_at: at(700) });
    assert_eq!(stale, Err(Refused::OldToken));
}

#[test]
fn what_absence_means_depends_on_the_network() {
    for (kind, resends, expected) in [
        (Guarantee::CreateAtKey, false, ReplyState::Queued),
        (Guarantee::KeyWindow, false, ReplyState::Queued),
        (Guarantee::ReadBack, false, ReplyState::NeedsPerson),
        (Guarantee::ReadBack, true, ReplyState::Queued),
    ] {
        let mut unknown = Reply::unknown(kind).at(600);
        unknown.row.resends = resends;
        let after = unknown.absent();
        assert_eq!(after.state(), expected, "{kind}");
        assert_eq!(asks(&after.effects), expected == ReplyState::NeedsPerson);
    }
}

#[test]
fn what_is_found_is_sent() {
    for &kind in KINDS {
        let found = Reply::unknown(kind).after(&Event::Found { remote: remote("1") });
        assert_eq!((found.state(), found.effects), (ReplyState::Sent, vec![Effect::FollowUpTold]));
    }
}

#[test]
fn the_window_of_a_key_is_checked_at_the_intent() {
    let queued = || Reply::unknown(Guarantee::KeyWindow).at(600).absent();
    let last_moment = queued().at(45 * 60 - 1).claimed().intended();
    assert_eq!(last_moment.state(), ReplyState::Sending);
    let claimed_in_time = queued().at(45 * 60 - 1).claimed();
    let too_late = claimed_in_time.at(45 * 60).intended();
    assert_eq!(
        (too_late.state(), &*too_late.effects),
        (ReplyState::Unknown, &[Effect::VerifyAt(at(2700))][..])
    );
    assert_eq!(too_late.absent().state(), ReplyState::NeedsPerson);
}

#[test]
fn attempts_without_effect_do_not_open_the_window() {
    let queued = Reply::sending(Guarantee::KeyWindow).ended(nothing(Retry::At(at(7200))));
    assert_eq!((queued.row.first_sent_at, queued.row.not_before), (None, Some(at(7200))));
    assert_eq!(queued.at(7200).claimed().intended().state(), ReplyState::Sending);
}

#[test]
fn nothing_happened_waits_longer_each_time() {
    let mut reply = Reply::queued(Guarantee::ReadBack);
    let mut waits = Vec::new();
    for _ in 0..9 {
        reply = reply.claimed().intended().ended(nothing(Retry::Later));
        let until = reply.row.not_before.unwrap();
        waits.push(until.since(reply.now).as_secs());
        reply.now = until;
    }
    assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
}

#[test]
fn a_broken_account_keeps_its_queue() {
    let queued = Reply::sending(Guarantee::ReadBack).ended(nothing(Retry::WhenAccountWorks));
    assert_eq!(queued.state(), ReplyState::Queued);
    assert_eq!(queued.effects, [Effect::PauseAccount { why: "no such host".into() }]);
}

#[test]
fn a_refusal_gives_the_follow_up_back_and_says_why() {
    for reply in [Reply::leased(Guarantee::ReadBack), Reply::sending(Guarantee::ReadBack)] {
        let why = "the thread is locked".to_owned();
        let rejected = reply.ended(Outcome::Rejected { why: why.clone() });
        assert_eq!(rejected.state(), ReplyState::Rejected);
        assert_eq!(
            rejected.effects,
            [Effect::FollowUpBack { why: why.clone() }, Effect::NotifyPerson(Notice::Rejected { why })]
        );
    }
}

#[test]
fn a_person_says_it_is_there() {
    let asked = Reply::unknown(Guarantee::PersonOnly);
    assert!(asks(&asked.effects));
    let sent = asked.after(&Event::Verdict(Verdict::ItIsThere { remote: None }));
    assert_eq!((sent.state(), sent.row.remote), (ReplyState::Sent, None));
}

#[test]
fn a_person_says_send_again_and_one_read_comes_first() {
    let asked = Reply::unknown(Guarantee::ReadBack).at(600).absent();
    let again = asked.at(900).after(&Event::Verdict(Verdict::SendAgain));
    assert_eq!((again.state(), &*again.effects), (ReplyState::Unknown, &[Effect::VerifyAt(at(900))][..]));
    assert_eq!(again.absent().claimed().intended().state(), ReplyState::Sending);
}

#[test]
fn where_nothing_can_be_read_a_person_looks_late_enough() {
    let asked = Reply::unknown(Guarantee::PersonOnly);
    let again = Event::Verdict(Verdict::SendAgain);
    assert_eq!(asked.try_step(&again), Err(Refused::TooEarly(at(600))));
    assert_eq!(asked.at(600).after(&again).state(), ReplyState::Queued);
}

#[test]
fn unreadable_posts_end_with_a_person_after_a_day() {
    let mut reply = Reply::unknown(Guarantee::CreateAtKey);
    let mut reads = 0;
    while reply.state() == ReplyState::Unknown {
        reply.now = reply.row.verify_at.unwrap();
        let event = Event::Unreadable { token: reply.row.lease_token, why: "time-out".into() };
        reply = reply.after(&event);
        reads += 1;
    }
    assert!(asks(&reply.effects));
    assert!((20..40).contains(&reads), "{reads}");
    assert!(reply.now >= at(24 * 3600));
}

#[test]
fn answers_lost_for_ever_end_with_a_person() {
    let mut reply = Reply::queued(Guarantee::CreateAtKey);
    for _ in 0..MOST_LOST_ANSWERS {
        reply = reply.claimed().intended().ended(lost());
        reply.now = reply.now + ABSENCE_COUNTS_FROM;
        reply = reply.absent();
    }
    assert_eq!(reply.state(), ReplyState::NeedsPerson);
}

#[test]
fn good_news_after_the_end_is_told() {
    let rejected = Reply::sending(Guarantee::ReadBack).ended(Outcome::Rejected { why: "gone".into() });
    let sent = rejected.after(&Event::Found { remote: remote("1") });
    assert_eq!(sent.effects, [Effect::FollowUpTold, Effect::NotifyPerson(Notice::PublishedAfterAll)]);
    assert_eq!(sent.after(&Event::Found { remote: remote("1") }).effects, [], "the same news again");
}

#[test]
fn a_second_copy_is_never_silent() {
    let sent = Reply::sending(Guarantee::ReadBack).ended(Outcome::Published(remote("1")));
    let twice = sent.after(&Event::Found { remote: remote("2") });
    let notice = Notice::PublishedTwice { second: remote("2") };
    assert_eq!(twice.effects, [Effect::NotifyPerson(notice)]);
    assert_eq!(twice.row.remote, Some(remote("1")));
}

#[test]
fn the_first_byte_leaves_within_ten_seconds() {
    assert!(is_in_time(Duration::from_millis(9_999)));
    assert!(!is_in_time(Duration::from_secs(10)));
}

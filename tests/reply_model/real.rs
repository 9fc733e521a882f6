//! The function that Getback runs, driven by two senders and a hostile platform, searched through completely.
//!
//! Time is relative: the clock stands still, and what is waited moves every time in the row into the past. So states
//! that differ only in the date are one.

mod verdicts;

use std::time::Duration;

use domain::reply::{
    ABSENCE_COUNTS_FROM, Effect, Event, Guarantee, KEY_WINDOW, Outcome, Remote, ReplyState, Retry, Row,
    SEND_WITHIN, Verdict, step,
};
use domain::{FollowUpId, ReplyId, Timestamp};
use stateright::{Model, Property};

const NOW: Timestamp = Timestamp(1_700_000_000_000_000);
/// Older than anything that the protocol compares with, except for the day after which unreadable posts end.
const LONG_AGO: Duration = Duration::from_hours(2);
const WAITS: [Duration; 3] = [Duration::from_mins(1), ABSENCE_COUNTS_FROM, KEY_WINDOW];
const KEY_LIVES: Duration = Duration::from_hours(1);
const LEASE: Duration = Duration::from_mins(5);

const NEVER_TWO: &str = "never two effects";
const CAN_BE_SENT: &str = "can be sent";

/// A network, and how much may happen.
#[derive(Clone, Copy, Debug)]
struct Setting {
    guarantee: Guarantee,
    resends: bool,
    /// A request may be applied at any time after it was sent.
    requests_may_be_late: bool,
    sends: u8,
    crashes: u8,
    waits: u8,
    restores: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sender {
    Idle,
    Leased {
        token: i64,
        epoch: i64,
    },
    /// Past the intent; too late to send once [`SEND_WITHIN`] is over.
    Sending {
        token: i64,
        is_late: bool,
    },
    Waiting {
        token: i64,
    },
    Ended {
        token: i64,
        answer: Answer,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Answer {
    Published,
    Ambiguous,
    Busy,
    Refused,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Request {
    sender: usize,
    token: i64,
    age: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    row: Row,
    /// The epoch of the database.
    epoch: i64,
    senders: [Sender; 2],
    network: Vec<Request>,
    effects: u8,
    /// How long the platform has known the key.
    key_age: Option<Duration>,
    sends: u8,
    crashes: u8,
    waits: u8,
    restores: u8,
    /// A change that nobody was told of.
    silence: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Action {
    Wait(Duration),
    Claim(usize),
    Intent(usize),
    Send(usize),
    TooLate(usize),
    Apply { request: usize, answer_is_lost: bool },
    Refuse { request: usize, answer: Answer },
    Drop(usize),
    TimeOut(usize),
    Record(usize),
    Crash(usize),
    LeaseExpires,
    Read,
    PersonLooks,
    Cancel,
    Restore,
}

fn queued(setting: Setting) -> Row {
    Row {
        follow_up: Some(FollowUpId(uuid::Uuid::from_u128(2))),
        resends: setting.resends,
        state: ReplyState::Queued,
        ..Row::new(ReplyId(uuid::Uuid::from_u128(1)), setting.guarantee, Some(NOW), 1)
    }
}

impl World {
    /// A refused event changes nothing; an accepted one is held against the rule that nothing is silent.
    fn step(&mut self, event: &Event) -> Option<()> {
        let (row, effects) = step(&self.row, event, NOW).ok()?;
        self.silence = silence(&self.row, &row, &effects);
        self.row = row;
        Some(())
    }

    fn wait(&mut self, time: Duration) {
        self.waits += 1;
        let row = &mut self.row;
        let times = [
            &mut row.lease_until,
            &mut row.not_before,
            &mut row.first_sent_at,
            &mut row.last_sent_end_at,
            &mut row.verify_at,
        ];
        for at in times.into_iter().flatten() {
            *at = (*at - time).max(NOW - LONG_AGO);
        }
        for sender in &mut self.senders {
            if let Sender::Sending { is_late, .. } = sender {
                *is_late |= time >= SEND_WITHIN;
            }
        }
        for request in &mut self.network {
            request.age = (request.age + time).min(LONG_AGO);
        }
        self.key_age = self.key_age.map(|age| age + time).filter(|age| *age < KEY_LIVES);
    }

    /// What the person sees is true, and they look when nothing is under way any more.
    fn person_looks(&mut self) -> Option<()> {
        if self.effects > 0 {
            return self.step(&Event::Verdict(Verdict::ItIsThere { remote: Some(remote()) }));
        }
        if !self.network.is_empty() {
            return None;
        }
        self.step(&Event::Verdict(Verdict::SendAgain))
    }

    fn read(&mut self) -> Option<()> {
        self.row.verify_at.filter(|at| *at <= NOW)?;
        if self.effects > 0 {
            return self.step(&Event::Found { remote: remote() });
        }
        self.step(&Event::Absent { token: self.row.lease_token, started_at: NOW })
    }

    fn record(&mut self, i: usize) -> Option<()> {
        let Sender::Ended { token, answer } = self.senders[i] else { return None };
        let why = "because".to_owned();
        let outcome = match answer {
            Answer::Published => Outcome::Published(remote()),
            Answer::Ambiguous => Outcome::Ambiguous { why },
            Answer::Busy => Outcome::Nothing { why, retry: Retry::Later },
            Answer::Refused => Outcome::Rejected { why },
        };
        self.senders[i] = Sender::Idle;
        // Refused for an old token or another state: the sender goes on with something else.
        let _ = self.step(&Event::Outcome { token, outcome });
        Some(())
    }

    fn intent(&mut self, i: usize) -> Option<()> {
        let Sender::Leased { token, epoch } = self.senders[i] else { return None };
        self.senders[i] = Sender::Idle;
        if self.step(&Event::Intent { token, epoch }).is_some() && self.row.state == ReplyState::Sending {
            self.senders[i] = Sender::Sending { token, is_late: false };
        }
        Some(())
    }

    fn apply(&mut self, setting: Setting, request: usize, answer_is_lost: bool) -> Option<()> {
        let Request { sender, token, .. } = self.network.remove(request);
        match setting.guarantee {
            Guarantee::CreateAtKey => self.effects = 1,
            Guarantee::KeyWindow if self.key_age.is_some() => {}
            Guarantee::KeyWindow => {
                self.effects += 1;
                self.key_age = Some(Duration::ZERO);
            }
            Guarantee::ReadBack | Guarantee::PersonOnly => self.effects += 1,
        }
        if answer_is_lost { Some(()) } else { self.answer(sender, token, Answer::Published) }
    }

    fn answer(&mut self, sender: usize, token: i64, answer: Answer) -> Option<()> {
        if self.senders[sender] != (Sender::Waiting { token }) {
            return None;
        }
        self.senders[sender] = Sender::Ended { token, answer };
        Some(())
    }

    fn crash(&mut self, i: usize) {
        self.crashes += 1;
        self.senders[i] = Sender::Idle;
    }

    /// The backup was taken when the reply had just been queued.
    fn restore(&mut self, setting: Setting) -> Option<()> {
        self.restores += 1;
        self.row = queued(setting);
        self.epoch += 1;
        self.step(&Event::EpochRaised { epoch: self.epoch })
    }
}

fn remote() -> Remote {
    Remote { id: "1".into(), url: None }
}

/// What changed without anybody being told, if anything.
fn silence(before: &Row, after: &Row, effects: &[Effect]) -> Option<&'static str> {
    if let Some(contradiction) = after.contradictions().first() {
        return Some(contradiction);
    }
    if before.state == after.state {
        return None;
    }
    let has = |wanted: fn(&Effect) -> bool| effects.iter().any(wanted);
    match after.state {
        ReplyState::Sent => (!has(|e| *e == Effect::FollowUpTold)).then_some("sent, not told"),
        ReplyState::Rejected | ReplyState::Cancelled => {
            (!has(|e| matches!(e, Effect::FollowUpBack { .. }))).then_some("ended, not given back")
        }
        ReplyState::NeedsPerson => {
            (!has(|e| matches!(e, Effect::NotifyPerson(_)))).then_some("stuck, nobody asked")
        }
        ReplyState::Unknown => (!has(|e| matches!(e, Effect::VerifyAt(_)))).then_some("unknown, not read"),
        ReplyState::Held | ReplyState::Queued | ReplyState::Leased | ReplyState::Sending => None,
    }
}

impl Setting {
    /// A request is applied in time or never, unless the setting says otherwise.
    fn may_wait(self, world: &World, time: Duration) -> bool {
        let is_overdue = |request: &Request| request.age + time >= ABSENCE_COUNTS_FROM;
        world.waits < self.waits && (self.requests_may_be_late || !world.network.iter().any(is_overdue))
    }

    fn sender_actions(self, world: &World, actions: &mut Vec<Action>) {
        for (i, sender) in world.senders.iter().enumerate() {
            match sender {
                Sender::Idle if world.row.state == ReplyState::Queued => actions.push(Action::Claim(i)),
                Sender::Idle => {}
                Sender::Leased { .. } => actions.push(Action::Intent(i)),
                Sender::Sending { is_late: false, .. } if world.sends < self.sends => {
                    actions.push(Action::Send(i));
                }
                Sender::Sending { .. } => actions.push(Action::TooLate(i)),
                Sender::Waiting { .. } => actions.push(Action::TimeOut(i)),
                Sender::Ended { .. } => actions.push(Action::Record(i)),
            }
            if *sender != Sender::Idle && world.crashes < self.crashes {
                actions.push(Action::Crash(i));
            }
        }
    }
}

impl Model for Setting {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World {
            row: queued(*self),
            epoch: 1,
            senders: [Sender::Idle; 2],
            network: Vec::new(),
            effects: 0,
            key_age: None,
            sends: 0,
            crashes: 0,
            waits: 0,
            restores: 0,
            silence: None,
        }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        self.sender_actions(world, actions);
        for request in 0..world.network.len() {
            for answer_is_lost in [false, true] {
                actions.push(Action::Apply { request, answer_is_lost });
            }
            for answer in [Answer::Busy, Answer::Refused] {
                actions.push(Action::Refuse { request, answer });
            }
            actions.push(Action::Drop(request));
        }
        actions.extend(WAITS.into_iter().filter(|time| self.may_wait(world, *time)).map(Action::Wait));
        match world.row.state {
            ReplyState::Leased | ReplyState::Sending => actions.push(Action::LeaseExpires),
            ReplyState::Unknown => actions.push(Action::Read),
            ReplyState::NeedsPerson => actions.push(Action::PersonLooks),
            ReplyState::Queued => actions.push(Action::Cancel),
            _ => {}
        }
        if world.restores < self.restores {
            actions.push(Action::Restore);
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        match action {
            Action::Wait(time) => next.wait(time),
            Action::Claim(i) => {
                next.step(&Event::Claimed { until: NOW + LEASE })?;
                next.senders[i] = Sender::Leased { token: next.row.lease_token, epoch: next.epoch };
            }
            Action::Intent(i) => next.intent(i)?,
            Action::Send(i) => {
                let Sender::Sending { token, .. } = next.senders[i] else { return None };
                next.sends += 1;
                next.network.push(Request { sender: i, token, age: Duration::ZERO });
                next.senders[i] = Sender::Waiting { token };
            }
            Action::TooLate(i) => {
                let Sender::Sending { token, .. } = next.senders[i] else { return None };
                next.senders[i] = Sender::Ended { token, answer: Answer::Busy };
            }
            Action::Apply { request, answer_is_lost } => next.apply(*self, request, answer_is_lost)?,
            Action::Refuse { request, answer } => {
                let Request { sender, token, .. } = next.network.remove(request);
                next.answer(sender, token, answer)?;
            }
            Action::Drop(request) => {
                next.network.remove(request);
            }
            Action::TimeOut(i) => {
                let Sender::Waiting { token } = next.senders[i] else { return None };
                next.senders[i] = Sender::Ended { token, answer: Answer::Ambiguous };
            }
            Action::Record(i) => next.record(i)?,
            Action::Crash(i) => next.crash(i),
            Action::LeaseExpires => next.step(&Event::LeaseExpired { token: next.row.lease_token })?,
            Action::Read => next.read()?,
            Action::PersonLooks => next.person_looks()?,
            Action::Cancel => next.step(&Event::Cancelled)?,
            Action::Restore => next.restore(*self)?,
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::<Self>::always(NEVER_TWO, |_, world| world.effects <= 1),
            Property::<Self>::always("what is sent has an effect", |_, world| {
                world.row.state != ReplyState::Sent || world.effects > 0
            }),
            Property::<Self>::always("what was given back has none", |setting, world| {
                let was_given_back = matches!(world.row.state, ReplyState::Rejected | ReplyState::Cancelled);
                setting.requests_may_be_late || !was_given_back || world.effects == 0
            }),
            Property::<Self>::always("nothing is silent", |_, world| world.silence.is_none()),
            Property::<Self>::sometimes(CAN_BE_SENT, |_, world| world.row.state == ReplyState::Sent),
        ]
    }
}

//! The world of the test: the database, two senders, the wire, the platform and its ledger.

use std::time::Duration;

use domain::reply::{
    ABSENCE_COUNTS_FROM, Effect, Event, Guarantee, Outcome, Remote, ReplyState, Retry, Row, Verdict,
    is_in_time, step,
};
use domain::{FollowUpId, ReplyId, Timestamp};

const START: Timestamp = Timestamp(1_700_000_000_000_000);
const KEY_LIVES: Duration = Duration::from_hours(1);

/// What the database holds; a backup is a copy of it.
#[derive(Clone, Debug)]
struct Database {
    row: Row,
    told: u32,
    given_back: u32,
    asked: u32,
}

#[derive(Clone, Copy, Debug)]
enum Sender {
    Idle,
    Leased { token: i64, epoch: i64 },
    Sending { token: i64, since: Timestamp },
    Waiting { token: i64, request: u32 },
}

#[derive(Clone, Copy, Debug)]
struct Request {
    number: u32,
    sent_at: Timestamp,
}

pub(crate) struct World {
    database: Database,
    backup: Database,
    epoch: i64,
    now: Timestamp,
    senders: [Sender; 2],
    network: Vec<Request>,
    requests: u32,
    effects: u32,
    key_known_at: Option<Timestamp>,
    trace: Vec<String>,
}

/// One move of the world, as random numbers: what, to whom, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    pub kind: u8,
    pub which: u8,
    pub detail: u8,
}

impl World {
    pub(crate) fn new(guarantee: Guarantee, resends: bool, needs_approval: bool) -> World {
        let not_before = (!needs_approval).then_some(START + Duration::from_secs(10));
        let row = Row {
            follow_up: Some(FollowUpId(uuid::Uuid::from_u128(2))),
            resends,
            ..Row::new(ReplyId(uuid::Uuid::from_u128(1)), guarantee, not_before, 1)
        };
        let database = Database { row, told: 0, given_back: 0, asked: 0 };
        World {
            backup: database.clone(),
            database,
            epoch: 1,
            now: START,
            senders: [Sender::Idle; 2],
            network: Vec::new(),
            requests: 0,
            effects: 0,
            key_known_at: None,
            trace: Vec::new(),
        }
    }

    fn row(&self) -> &Row {
        &self.database.row
    }

    /// Gives an event to the core, keeps what comes out, and holds it against the laws.
    fn give(&mut self, event: &Event) -> bool {
        let before = self.row().clone();
        let Ok((after, effects)) = step(&before, event, self.now) else { return false };
        self.trace.push(format!("{} {event:?}: {} -> {} {effects:?}", self.now, before.state, after.state));
        assert_eq!(after.contradictions(), Vec::<&str>::new(), "{:#?}", self.trace);
        for effect in &effects {
            match effect {
                Effect::FollowUpTold => self.database.told += 1,
                Effect::FollowUpBack { .. } => self.database.given_back += 1,
                Effect::NotifyPerson(_) => self.database.asked += 1,
                Effect::VerifyAt(at) => assert_eq!(after.verify_at, Some(*at)),
                Effect::Send { .. } | Effect::PauseAccount { .. } => {}
            }
        }
        if before.state != after.state
            && matches!(after.state, ReplyState::NeedsPerson | ReplyState::Rejected)
        {
            assert!(
                effects.iter().any(|e| matches!(e, Effect::NotifyPerson(_))),
                "silent: {:#?}",
                self.trace
            );
        }
        self.database.row = after;
        true
    }

    fn acts(&mut self, sender: usize, detail: u8) {
        self.senders[sender] = match self.senders[sender] {
            Sender::Idle => {
                let until = self.now + Duration::from_mins(1);
                if self.give(&Event::Claimed { until }) {
                    Sender::Leased { token: self.row().lease_token, epoch: self.epoch }
                } else {
                    Sender::Idle
                }
            }
            Sender::Leased { token, epoch } => {
                let is_sending =
                    self.give(&Event::Intent { token, epoch }) && self.row().state == ReplyState::Sending;
                if is_sending { Sender::Sending { token, since: self.now } } else { Sender::Idle }
            }
            Sender::Sending { token, since } if is_in_time(self.now.since(since)) => {
                self.requests += 1;
                self.network.push(Request { number: self.requests, sent_at: self.now });
                Sender::Waiting { token, request: self.requests }
            }
            Sender::Sending { token, .. } => self.ends(token, nothing(detail, self.now)),
            Sender::Waiting { token, .. } => self.ends(token, Outcome::Ambiguous { why: "time-out".into() }),
        };
    }

    fn ends(&mut self, token: i64, outcome: Outcome) -> Sender {
        self.give(&Event::Outcome { token, outcome });
        Sender::Idle
    }

    /// The platform takes a request off the wire: applies it, refuses it, or loses it.
    fn platform(&mut self, which: usize, detail: u8) {
        if self.network.is_empty() {
            return;
        }
        let request = self.network.swap_remove(which % self.network.len());
        let outcome = match detail % 5 {
            0 | 1 => {
                self.publish();
                Outcome::Published(remote())
            }
            2 => nothing(detail, self.now),
            3 => Outcome::Rejected { why: "the thread is locked".into() },
            _ => return,
        };
        // Odd details lose the answer.
        let waiting = self.senders.iter().position(
            |sender| matches!(sender, Sender::Waiting { request: number, .. } if *number == request.number),
        );
        if let Some(sender) = waiting.filter(|_| detail.is_multiple_of(2))
            && let Sender::Waiting { token, .. } = self.senders[sender]
        {
            self.senders[sender] = self.ends(token, outcome);
        }
    }

    fn publish(&mut self) {
        match self.row().guarantee {
            Guarantee::CreateAtKey => self.effects = 1,
            Guarantee::KeyWindow if self.key_known_at.is_some_and(|at| self.now < at + KEY_LIVES) => {}
            Guarantee::KeyWindow => {
                self.effects += 1;
                self.key_known_at = Some(self.now);
            }
            Guarantee::ReadBack | Guarantee::PersonOnly => self.effects += 1,
        }
        assert!(self.effects <= 1, "two effects: {:#?}", self.trace);
    }

    /// What is on the wire is applied within ten minutes or never.
    fn passes(&mut self, time: Duration) {
        self.now = self.now + time;
        let now = self.now;
        self.network.retain(|request| now < request.sent_at + ABSENCE_COUNTS_FROM);
    }

    fn reads(&mut self, fails: bool) {
        let token = self.row().lease_token;
        let event = match (fails, self.effects) {
            (true, _) => Event::Unreadable { token, why: "time-out".into() },
            (false, 0) => Event::Absent { token, started_at: self.now },
            (false, _) => Event::Found { remote: remote() },
        };
        if self.row().state == ReplyState::Unknown {
            self.give(&event);
        }
    }

    fn person(&mut self) {
        if self.row().state != ReplyState::NeedsPerson {
            self.give(&Event::Approved { not_before: self.now + Duration::from_secs(10) });
            return;
        }
        if self.effects > 0 {
            self.give(&Event::Verdict(Verdict::ItIsThere { remote: Some(remote()) }));
        } else if self.network.is_empty() {
            self.give(&Event::Verdict(Verdict::SendAgain));
        }
    }

    fn restore(&mut self) {
        self.epoch += 1;
        self.database = self.backup.clone();
        self.trace.push("restored".into());
        // A database may be restored twice from the same backup: the epoch is outside of it.
        self.give(&Event::EpochRaised { epoch: self.epoch });
    }

    pub(crate) fn moves(&mut self, Move { kind, which, detail }: Move) {
        let which = usize::from(which);
        match kind {
            0..=9 => self.acts(which % 2, detail),
            10..=14 => self.platform(which, detail),
            15..=17 => {
                let seconds = [1, 5, 11, 31, 61, 121, 601, 2_700, 3_601, 90_000];
                self.passes(Duration::from_secs(seconds[usize::from(detail) % seconds.len()]));
            }
            18 => {
                self.give(&Event::UndoOver);
            }
            19 => {
                self.give(&Event::LeaseExpired { token: self.row().lease_token });
            }
            20 | 21 => self.reads(detail.is_multiple_of(4)),
            22 => self.person(),
            23 => self.senders[which % 2] = Sender::Idle,
            24 if detail.is_multiple_of(8) => {
                self.give(&Event::Cancelled);
            }
            25 if detail.is_multiple_of(4) => self.restore(),
            25 => self.backup = self.database.clone(),
            _ => {
                self.give(&Event::EpochRaised { epoch: self.row().epoch });
            }
        }
    }

    /// Everybody does what they should, one thing after the other, and the platform answers.
    pub(crate) fn becomes_kind(&mut self) {
        for _ in 0..200 {
            if self.row().state.is_final() && self.network.is_empty() {
                return;
            }
            self.passes(Duration::from_mins(1));
            self.person();
            self.give(&Event::UndoOver);
            // Takes it, means it, sends it, and hears of it.
            for sender in [0, 1, 0, 1, 0, 1] {
                self.acts(sender, 0);
            }
            while !self.network.is_empty() {
                self.platform(0, 0);
            }
            self.give(&Event::LeaseExpired { token: self.row().lease_token });
            if self.row().verify_at.is_some_and(|at| at <= self.now) {
                self.reads(false);
            }
        }
        panic!("a dead end: {:#?} {:#?}", self.row(), self.trace);
    }

    pub(crate) fn ends_true(&self) {
        let Database { row, told, given_back, asked } = &self.database;
        let trace = &self.trace;
        match row.state {
            ReplyState::Sent => {
                assert_eq!((self.effects, *told), (1, 1), "{trace:#?}");
                assert!(*given_back == 0 || *asked > 0, "{trace:#?}");
            }
            ReplyState::Rejected | ReplyState::Cancelled => {
                assert_eq!((self.effects, *told, *given_back), (0, 0, 1), "{row:#?} {trace:#?}");
            }
            state => panic!("ends {state}: {trace:#?}"),
        }
    }
}

fn remote() -> Remote {
    Remote { id: "1".into(), url: None }
}

fn nothing(detail: u8, now: Timestamp) -> Outcome {
    let retry = match detail % 3 {
        0 => Retry::Later,
        1 => Retry::At(now + Duration::from_mins(5)),
        _ => Retry::WhenAccountWorks,
    };
    Outcome::Nothing { why: "too many requests".into(), retry }
}

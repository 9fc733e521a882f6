//! Fifteen protocols and their verdicts. A variant that stops failing is a broken model.
//!
//! Two senders, a network that applies, delays or drops what it carries and loses answers, crashes, and leases that end
//! although their holder lives. Time is not counted: a model of "after ten minutes" is "when the network is quiet".

mod verdicts;

use domain::reply::ReplyState;
use stateright::{Model, Property};

/// What the platform does with a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Platform {
    /// Publishes it again.
    NoKey,
    /// Recognises the key for ever.
    KeyForever,
    /// Recognises the key for a while.
    KeyExpires,
    /// Recognises the key once it is stored, some time after the effect.
    KeyStoredLater,
    /// Publishes at the place that we chose.
    ChosenPlace,
}

/// What happens in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum InDoubt {
    /// Send again.
    SendBlindly,
    /// Read our posts at once; send again what is absent.
    ReadAtOnce,
    /// Read once no request is under way.
    ReadWhenQuiet,
    /// Read once no request is under way and no sender is about to send.
    ReadWhenQuietAndNoSender,
    /// Read, and ask a person about what is absent.
    AskPerson,
    /// Send again while the window of the key is open; then read, and ask a person.
    KeyThenPerson,
}

/// One protocol, and how much may happen to it.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "the variants differ in one yes or no each")]
struct Protocol {
    platform: Platform,
    in_doubt: InDoubt,
    /// The row says `sending` before anything is sent.
    has_intent: bool,
    /// The key outlives the window by more than a request can take.
    has_margin: bool,
    /// The window is checked in the transaction of the intent, not only when it is queued.
    checks_window_at_intent: bool,
    /// A lease ends only when its holder is dead.
    only_dead_lose_leases: bool,
    /// Our posts, when read, may be old.
    reads_lag: bool,
    bounds: Bounds,
}

#[derive(Clone, Copy, Debug)]
struct Bounds {
    sends: u8,
    crashes: u8,
    /// Leases that end although their holder lives.
    expiries: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sender {
    Idle,
    Leased(u8),
    Sending(u8),
    Waiting(u8),
    Published(u8),
    Ambiguous(u8),
}

impl Sender {
    fn token(self) -> Option<u8> {
        match self {
            Sender::Idle => None,
            Sender::Leased(token)
            | Sender::Sending(token)
            | Sender::Waiting(token)
            | Sender::Published(token)
            | Sender::Ambiguous(token) => Some(token),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    state: ReplyState,
    lease_token: u8,
    sends: u8,
    senders: [Sender; 2],
    /// Requests under way: sender and token.
    network: Vec<(usize, u8)>,
    effects: u8,
    key_is_known: bool,
    keys_to_store: u8,
    window_is_open: bool,
    crashes: u8,
    expiries: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Action {
    Claim(usize),
    Intent(usize),
    Send(usize),
    Abort(usize),
    Apply { request: usize, answer_is_lost: bool },
    Drop(usize),
    TimeOut(usize),
    RecordPublished(usize),
    RecordAmbiguous(usize),
    LeaseExpires,
    Crash(usize),
    Verify { is_stale: bool },
    GiveUp,
    StoreKey,
    CloseWindow,
    ForgetKey,
}

impl World {
    fn holder_lives(&self) -> bool {
        self.senders.iter().any(|sender| sender.token() == Some(self.lease_token))
    }

    fn somebody_is_about_to_send(&self) -> bool {
        self.senders.iter().any(|sender| matches!(sender, Sender::Sending(_)))
    }
}

impl Protocol {
    fn sender_actions(&self, world: &World, actions: &mut Vec<Action>) {
        let may_send = world.sends < self.bounds.sends;
        for (i, sender) in world.senders.iter().enumerate() {
            match sender {
                Sender::Idle if world.state == ReplyState::Queued && may_send => {
                    actions.push(Action::Claim(i));
                }
                Sender::Idle => {}
                Sender::Leased(_) => actions.push(Action::Intent(i)),
                Sender::Sending(_) if may_send => actions.push(Action::Send(i)),
                Sender::Sending(_) => actions.push(Action::Abort(i)),
                Sender::Waiting(_) => actions.push(Action::TimeOut(i)),
                Sender::Published(_) => actions.push(Action::RecordPublished(i)),
                Sender::Ambiguous(_) => actions.push(Action::RecordAmbiguous(i)),
            }
            if *sender != Sender::Idle && world.crashes < self.bounds.crashes {
                actions.push(Action::Crash(i));
            }
        }
    }

    fn platform_actions(&self, world: &World, actions: &mut Vec<Action>) {
        for request in 0..world.network.len() {
            for answer_is_lost in [false, true] {
                actions.push(Action::Apply { request, answer_is_lost });
            }
            actions.push(Action::Drop(request));
        }
        if world.keys_to_store > 0 {
            actions.push(Action::StoreKey);
        }
        let counts_on_window = self.in_doubt == InDoubt::KeyThenPerson;
        if counts_on_window && world.window_is_open {
            actions.push(Action::CloseWindow);
        }
        let is_quiet = world.network.is_empty() && !world.somebody_is_about_to_send();
        let margin_is_over = !world.window_is_open && (!self.has_margin || is_quiet);
        if self.platform == Platform::KeyExpires
            && world.key_is_known
            && (!counts_on_window || margin_is_over)
        {
            actions.push(Action::ForgetKey);
        }
    }

    fn row_actions(&self, world: &World, actions: &mut Vec<Action>) {
        let may_lose_lease =
            !world.holder_lives() || (!self.only_dead_lose_leases && world.expiries < self.bounds.expiries);
        if world.state.is_leased() && may_lose_lease {
            actions.push(Action::LeaseExpires);
        }
        if world.state == ReplyState::Unknown {
            actions.push(Action::Verify { is_stale: false });
            if self.reads_lag && world.effects > 0 {
                actions.push(Action::Verify { is_stale: true });
            }
        }
        if world.state == ReplyState::Queued && world.sends >= self.bounds.sends {
            actions.push(Action::GiveUp);
        }
    }

    fn intent(&self, world: &mut World, i: usize, token: u8) {
        world.senders[i] = Sender::Idle;
        if !self.has_intent {
            world.senders[i] = Sender::Sending(token);
            return;
        }
        if world.state != ReplyState::Leased || world.lease_token != token {
            return;
        }
        if self.checks_window_at_intent && !world.window_is_open && world.sends > 0 {
            world.state = ReplyState::Unknown;
            return;
        }
        world.state = ReplyState::Sending;
        world.senders[i] = Sender::Sending(token);
    }

    fn apply(&self, world: &mut World, request: usize, answer_is_lost: bool) -> Option<()> {
        let (i, token) = world.network.remove(request);
        match self.platform {
            Platform::NoKey => world.effects += 1,
            Platform::KeyForever | Platform::KeyExpires if !world.key_is_known => {
                world.effects += 1;
                world.key_is_known = true;
            }
            Platform::KeyStoredLater if !world.key_is_known => {
                world.effects += 1;
                world.keys_to_store += 1;
            }
            Platform::KeyForever | Platform::KeyExpires | Platform::KeyStoredLater => {}
            Platform::ChosenPlace => world.effects = world.effects.max(1),
        }
        if answer_is_lost {
            return Some(());
        }
        if world.senders[i] != Sender::Waiting(token) {
            return None;
        }
        world.senders[i] = Sender::Published(token);
        Some(())
    }

    /// Bad news needs the token.
    fn record_ambiguous(&self, world: &mut World, i: usize, token: u8) {
        world.senders[i] = Sender::Idle;
        if world.lease_token == token && world.state.is_leased() {
            world.state = if self.has_intent { ReplyState::Unknown } else { ReplyState::Queued };
        }
    }

    fn verify(&self, world: &mut World, is_stale: bool) -> Option<()> {
        let is_found = world.effects > 0 && !is_stale;
        let again =
            if world.sends < self.bounds.sends { ReplyState::Queued } else { ReplyState::NeedsPerson };
        let is_quiet = world.network.is_empty();
        world.state = match self.in_doubt {
            InDoubt::SendBlindly => again,
            InDoubt::KeyThenPerson if world.window_is_open => again,
            _ if is_found => ReplyState::Sent,
            InDoubt::KeyThenPerson | InDoubt::AskPerson => ReplyState::NeedsPerson,
            InDoubt::ReadAtOnce => again,
            InDoubt::ReadWhenQuiet if is_quiet => again,
            InDoubt::ReadWhenQuietAndNoSender if is_quiet && !world.somebody_is_about_to_send() => again,
            InDoubt::ReadWhenQuiet | InDoubt::ReadWhenQuietAndNoSender => return None,
        };
        Some(())
    }

    fn sender_acts(&self, world: &mut World, action: Action) -> Option<()> {
        match action {
            Action::Claim(i) => {
                world.state = ReplyState::Leased;
                world.lease_token += 1;
                world.senders[i] = Sender::Leased(world.lease_token);
            }
            Action::Intent(i) => self.intent(world, i, world.senders[i].token()?),
            Action::Send(i) => {
                let token = world.senders[i].token()?;
                world.sends += 1;
                world.network.push((i, token));
                world.network.sort_unstable();
                world.senders[i] = Sender::Waiting(token);
            }
            Action::Abort(i) | Action::TimeOut(i) => {
                world.senders[i] = Sender::Ambiguous(world.senders[i].token()?);
            }
            // Good news is true whoever brings it.
            Action::RecordPublished(i) => {
                world.state = ReplyState::Sent;
                world.senders[i] = Sender::Idle;
            }
            Action::RecordAmbiguous(i) => self.record_ambiguous(world, i, world.senders[i].token()?),
            Action::Crash(i) => {
                world.crashes += 1;
                world.senders[i] = Sender::Idle;
            }
            _ => return None,
        }
        Some(())
    }

    fn world_acts(&self, world: &mut World, action: Action) -> Option<()> {
        match action {
            Action::Apply { request, answer_is_lost } => self.apply(world, request, answer_is_lost)?,
            Action::Drop(request) => {
                world.network.remove(request);
            }
            Action::LeaseExpires => {
                world.expiries += u8::from(world.holder_lives());
                world.lease_token += 1;
                let was_sending = world.state == ReplyState::Sending;
                world.state = if was_sending { ReplyState::Unknown } else { ReplyState::Queued };
            }
            Action::Verify { is_stale } => self.verify(world, is_stale)?,
            Action::GiveUp => world.state = ReplyState::NeedsPerson,
            Action::StoreKey => {
                world.keys_to_store -= 1;
                world.key_is_known = true;
            }
            Action::CloseWindow => world.window_is_open = false,
            Action::ForgetKey => world.key_is_known = false,
            _ => return None,
        }
        Some(())
    }
}

impl Model for Protocol {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World {
            state: ReplyState::Queued,
            lease_token: 0,
            sends: 0,
            senders: [Sender::Idle; 2],
            network: Vec::new(),
            effects: 0,
            key_is_known: false,
            keys_to_store: 0,
            window_is_open: true,
            crashes: 0,
            expiries: 0,
        }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        self.sender_actions(world, actions);
        self.platform_actions(world, actions);
        self.row_actions(world, actions);
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        self.sender_acts(&mut next, action).or_else(|| self.world_acts(&mut next, action))?;
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::<Self>::always(NEVER_TWO, |_, world| world.effects <= 1),
            Property::<Self>::always(SENT_IS_TRUE, |_, world| {
                world.state != ReplyState::Sent || world.effects >= 1
            }),
            Property::<Self>::always(NO_DEAD_END, |protocol, world| {
                let mut actions = Vec::new();
                protocol.actions(world, &mut actions);
                let goes_on = actions.into_iter().any(|action| protocol.next_state(world, action).is_some());
                goes_on || matches!(world.state, ReplyState::Sent | ReplyState::NeedsPerson)
            }),
            Property::<Self>::sometimes(CAN_BE_SENT, |_, world| {
                world.state == ReplyState::Sent && world.effects == 1
            }),
        ]
    }
}

const NEVER_TWO: &str = "never two effects";
const SENT_IS_TRUE: &str = "what is sent has an effect";
const NO_DEAD_END: &str = "whatever stops is sent or asks a person";
const CAN_BE_SENT: &str = "can be sent";

//! Wakes those who wait for news in this process: a beat after each commit. It carries nothing, so nobody who is slow to
//! listen can hold up a writer; what has happened stands in the change feed.

use tokio::sync::watch;

/// The beats of one process.
pub(crate) struct Pulse {
    beats: watch::Sender<State>,
}

#[derive(Clone, Copy, Default)]
struct State {
    beat: u64,
    ended: bool,
}

impl Default for Pulse {
    fn default() -> Self {
        Pulse { beats: watch::Sender::new(State::default()) }
    }
}

impl Pulse {
    /// Something was committed.
    pub(crate) fn beat(&self) {
        self.beats.send_modify(|state| state.beat = state.beat.wrapping_add(1));
    }

    /// There will be no more beats.
    pub(crate) fn end(&self) {
        self.beats.send_modify(|state| state.ended = true);
    }

    pub(crate) fn subscribe(&self) -> Subscription {
        Subscription { beats: self.beats.subscribe() }
    }
}

/// One who waits for beats.
pub struct Subscription {
    beats: watch::Receiver<State>,
}

impl Subscription {
    /// Waits for the next beat that came after the last one waited for; false when there will be none.
    pub async fn next(&mut self) -> bool {
        if self.beats.borrow().ended || self.beats.changed().await.is_err() {
            return false;
        }
        !self.beats.borrow_and_update().ended
    }
}

//! Ctrl-C and its kin end a task in order: the running command stops, then `Drop` cleans up behind it.
//!
//! Tried and left: exiting from the signal's thread, which skips every `Drop` and leaves PostgreSQL behind.

use std::process::Child;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

struct State {
    interrupted: bool,
    running: Option<Pid>,
}

static STATE: Mutex<State> = Mutex::new(State { interrupted: false, running: None });
static CHANGED: Condvar = Condvar::new();

/// From here on a signal no longer ends this process at once.
pub(crate) fn listen() -> Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).context("cannot listen for signals")?;
    thread::spawn(move || {
        for signal in signals.forever() {
            on_signal(signal);
        }
    });
    Ok(())
}

/// Fails once a signal has come, so that no further step starts.
pub(crate) fn check() -> Result<()> {
    if state().interrupted {
        bail!("interrupted");
    }
    Ok(())
}

/// Returns when a signal comes.
pub(crate) fn wait() {
    let waited = CHANGED.wait_while(state(), |state| !state.interrupted);
    drop(waited);
}

/// While this lives, a signal that reaches only this process is passed on to `child`.
pub(crate) struct Forwarding;

impl Forwarding {
    pub(crate) fn to(child: &Child) -> Self {
        let mut state = state();
        state.running = Some(Pid::from_child(child));
        if state.interrupted {
            terminate(&state);
        }
        Self
    }
}

impl Drop for Forwarding {
    fn drop(&mut self) {
        state().running = None;
    }
}

fn on_signal(signal: i32) {
    let mut state = state();
    state.interrupted = true;
    // A terminal sends Ctrl-C to the whole group, the child included; a second one would make nextest quit hard.
    if signal != SIGINT {
        terminate(&state);
    }
    CHANGED.notify_all();
}

fn terminate(state: &State) {
    if let Some(pid) = state.running {
        // The child may have just ended by itself: then there is nobody left to tell.
        let _ = kill_process(pid, Signal::TERM);
    }
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().expect("no code panics while it holds this lock")
}

//! How far long work has come: a bar on a terminal, a line now and then otherwise.

use std::cell::Cell;
use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressStyle};

use super::tell;

/// How many things pass between two lines.
const LINE_EVERY: usize = 50_000;

/// Work under way.
pub struct Progress {
    bar: Option<ProgressBar>,
    things: &'static str,
    told: Cell<usize>,
}

impl Progress {
    /// Work of some size, in bytes or whatever [`Progress::at`] counts, on `things`.
    pub fn new(size: u64, things: &'static str) -> Progress {
        let bar = io::stderr().is_terminal().then(|| ProgressBar::new(size));
        if let Some(bar) = &bar
            && let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent:>3} % {msg}, {eta} to go")
        {
            bar.set_style(style);
        }
        Progress { bar, things, told: Cell::new(0) }
    }

    /// It has come so far, with so many things done.
    pub fn at(&self, position: u64, things: usize) {
        match &self.bar {
            Some(bar) => {
                bar.set_position(position);
                if things.is_multiple_of(100) {
                    bar.set_message(format!("{things} {}", self.things));
                }
            }
            None if things >= self.told.get() + LINE_EVERY => {
                self.told.set(things);
                tell(&format!("{things} {} so far", self.things));
            }
            None => {}
        }
    }

    /// It is done.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

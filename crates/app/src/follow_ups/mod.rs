//! Follow-ups: what we owe the people who asked.

mod reconcile;

pub use reconcile::{Scope, reconcile};

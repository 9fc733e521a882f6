//! The use cases of Getback, one file per verb in folders named by nouns. A use case takes a [`Tx`] (one write
//! transaction of one caller) or a [`View`] (reads only), checks the rules of `domain`, and records what it decided.

pub mod access;
pub mod check;
pub mod context;
pub mod depths;
pub mod error;
pub mod events;
pub mod export;
pub mod features;
pub mod fields;
pub mod follow_ups;
pub mod idempotency;
pub mod members;
pub mod messages;
pub mod page;
pub mod passwords;
pub mod people;
pub mod pulse;
pub mod releases;
pub mod reports;
pub mod requests;
pub mod tags;
pub mod tokens;
pub mod undo;
pub mod workspaces;

pub use context::{App, Caller, Clock, Decision, Tx, View};
pub use error::{Code, Error, FieldError, Result};
pub use page::{Page, PageQuery};

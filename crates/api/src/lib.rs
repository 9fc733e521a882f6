//! The HTTP API. Every route stands in [`routes`]; a handler extracts, calls one use case and answers.

pub mod caller;
pub mod command;
pub mod events;
pub mod extract;
pub mod features;
pub mod followups;
pub mod limits;
pub mod members;
pub mod messages;
pub mod metrics;
mod openapi;
pub mod people;
pub mod permission;
pub mod problem;
pub mod releases;
pub mod reply;
pub mod reports;
pub mod request_id;
pub mod requests;
pub mod routes;
pub mod system;
pub mod tags;
pub mod tokens;
pub mod undo;
pub mod unrouted;

pub use caller::Callers;
pub use limits::Limits;
pub use routes::{Services, build, openapi};

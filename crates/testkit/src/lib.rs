//! What tests stand on: a fresh database of either kind, a clock that is set by hand, and the service over HTTP.

#![expect(clippy::missing_panics_doc, reason = "a test that cannot go on panics")]
#![expect(clippy::disallowed_methods, reason = "the environment names the database that the tests run on")]

mod clock;
mod db;
mod plan;
mod service;
mod stream;

pub use clock::FixedClock;
pub use db::TestDb;
pub use plan::{Plan, plans};
pub use reqwest::Method;
pub use service::{Client, Response, TestApp};
pub use stream::EventStream;

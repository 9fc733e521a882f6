//! Every query of Getback, for both databases, one file per aggregate. Nothing above this crate knows SQL.

pub mod accounts;
pub mod check;
mod conn;
mod db;
pub mod depths;
mod dynamic;
pub mod events;
pub mod export;
pub mod features;
pub mod follow_ups;
pub mod idempotency;
pub mod identities;
pub mod members;
pub mod messages;
mod migrations;
pub mod people;
pub mod planning;
pub mod releases;
pub mod reports;
pub mod requests;
mod schema;
pub mod tags;

pub use conn::{Conn, StoreError, StoreResult};
pub use db::{Db, Engine, OpenError, PoolState, Settings};

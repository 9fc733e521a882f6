//! The API over HTTP; the files mirror its paths.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that finds something else fails")]

mod desk;
mod events;
mod features;
mod members;
mod messages;
mod openapi;
mod people;
mod permissions;
mod reports;
mod requests;
mod system;
mod tags;
mod tokens;

//! The API over HTTP; the files mirror its paths.

mod events;
mod features;
mod members;
mod messages;
mod people;
mod system;
mod tags;
mod tokens;

//! The API over HTTP; the files mirror its paths.

mod desk;
mod events;
mod features;
mod members;
mod messages;
mod people;
mod requests;
mod system;
mod tags;
mod tokens;

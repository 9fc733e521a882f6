//! The API over HTTP; the files mirror its paths.

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

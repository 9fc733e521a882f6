//! The API over HTTP; the files mirror its paths.

mod events;
mod features;
mod members;
mod people;
mod system;
mod tokens;

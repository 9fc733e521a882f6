//! The real binary: its commands, its exit codes, and how it starts and stops.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that finds something else fails")]

mod program;

mod config;
mod demo;
mod export;
mod import;
mod init;
mod serve;
mod stop;
mod trouble;

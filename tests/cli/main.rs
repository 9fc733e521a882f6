//! The real binary: its commands, its exit codes, and how it starts and stops.

mod program;

mod config;
mod demo;
mod export;
mod import;
mod init;
mod serve;
mod stop;
mod trouble;

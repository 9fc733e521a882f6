//! Social networks, each behind one trait. An adapter speaks with a network and never touches the database.

mod network;
mod post;
mod simulator;

pub use network::{Capabilities, Fetched, Later, Network, NetworkError};
pub use post::{Author, Post};
pub use simulator::{Draft, Simulator};

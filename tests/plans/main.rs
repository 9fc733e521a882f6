//! The plans of the lists: each is read in the order of an index, on both databases.

mod events;
mod features;
mod messages;
mod people;
mod reports;
mod requests;

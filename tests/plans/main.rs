//! The plans of the lists: each is read in the order of an index, on both databases.

mod features;
mod requests;

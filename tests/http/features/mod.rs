//! `/features`

mod add;
mod edit;
mod law;
mod list;
mod merge;
mod requesters;
mod tag;
mod undo;

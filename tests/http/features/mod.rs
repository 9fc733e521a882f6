//! `/features`

mod add;
mod edit;
mod list;
mod merge;
mod requesters;
mod tag;
mod undo;

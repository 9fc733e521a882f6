//! People: humans with one or more identities. Merging is a pointer, and never changes where a reply goes (law 4).

mod get;
mod list;
mod merge;
mod opt_out;
mod rename;
mod timeline;
mod unmerge;

pub use get::get;
pub use list::{PeopleQuery, list};
pub use merge::merge;
pub use opt_out::opt_out;
pub use rename::rename;
pub use store::people::{FollowUpEntry, IdentityRow, MessageEntry, OptOut, Person, RequestEntry, ToldEntry};
pub use timeline::{Entry, TIMELINE};
pub use unmerge::unmerge;

pub(crate) use merge::undo as undo_merge;
pub(crate) use opt_out::{redo as redo_opt_out, undo as undo_opt_out};
pub(crate) use rename::{redo as redo_rename, undo as undo_rename};
pub(crate) use unmerge::undo as undo_unmerge;

use domain::PersonId;

use crate::context::View;
use crate::error::{Code, Error, Result};
use crate::page::Page;

/// An identity with the handles it had.
#[derive(Clone, Debug)]
pub struct IdentityView {
    /// The identity.
    pub identity: IdentityRow,
    /// Its former handles, the latest first.
    pub former_handles: Vec<String>,
}

/// A person as a list shows them.
#[derive(Clone, Debug)]
pub struct PersonSummary {
    /// The person, effective.
    pub person: Person,
    /// Their identities, and those of the people merged into them.
    pub identities: Vec<IdentityView>,
    /// The opt-out in force, if they asked to stop.
    pub opt_out: Option<OptOut>,
}

/// A person with everybody merged into them, and what happened between us.
#[derive(Clone, Debug)]
pub struct PersonView {
    /// The person, effective, with identities and opt-out.
    pub summary: PersonSummary,
    /// What the person who was asked for was merged into.
    pub merged_into: Option<PersonId>,
    /// The people merged into them.
    pub merged: Vec<Person>,
    /// What happened, newest first.
    pub timeline: Page<Entry>,
}

/// The person of an id, for a path: 404 if there is none.
fn find(view: &mut View<'_>, id: PersonId) -> Result<Person> {
    store::people::find(view.conn, view.workspace, id)?.ok_or_else(|| Error::not_found("person"))
}

/// Undoing is refused, in words.
fn cannot_undo(why: &str) -> Error {
    Error::new(Code::CannotUndo, why)
}

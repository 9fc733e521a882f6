//! The change feed: every decision, in the order of commits.

mod list;

pub(crate) use list::with_actors;
pub use list::{FeedPage, FeedQuery, list};
pub use store::events::Event;

/// A decision with the name of who made it.
#[derive(Clone, Debug)]
pub struct EventView {
    /// The decision.
    pub event: Event,
    /// The name of the member who made it.
    pub actor: Option<String>,
    /// Where a reader goes on after it.
    pub cursor: String,
}

//! What Getback asks of a network.

use std::future::Future;
use std::pin::Pin;

use domain::text;

use crate::post::Post;

/// An answer that a network gives in its own time.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, NetworkError>> + Send + 'a>>;

/// One social network, as one account of ours sees it.
pub trait Network: Send + Sync {
    /// Its name in messages and filters.
    fn name(&self) -> &text::Network;

    /// What it can do; whatever it cannot is done by hand.
    fn capabilities(&self) -> Capabilities;

    /// The posts that came behind `cursor`, oldest first, or from the beginning without one.
    fn fetch<'a>(&'a self, cursor: Option<&'a str>) -> Later<'a, Fetched>;
}

/// What a network can do for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Posts can be fetched; else they are pasted or pushed.
    pub fetches: bool,
}

/// What one fetch brought.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The posts, oldest first.
    pub posts: Vec<Post>,
    /// Where to go on; `None` when there is nothing more for now.
    pub cursor: Option<String>,
}

/// Why a network did not do it.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// The cursor is none of this network's.
    #[error("the cursor `{0}` is not one that this network gave")]
    Cursor(String),
}

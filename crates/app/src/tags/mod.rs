//! Tags: the labels of messages and of features, in two catalogues.

mod ensure;
mod list;

pub(crate) use ensure::ensure;
pub use list::{TagView, list};

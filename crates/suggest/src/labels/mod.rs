//! Labels of a message: its kind and its tags, by linear models that learn one message at a time.

mod kind;
mod linear;
mod prior;
mod signals;
mod tags;

pub use kind::Kind;
pub(crate) use kind::KindClassifier;
pub(crate) use signals::LabelText;
pub(crate) use tags::TagClassifier;

//! Text to words, stems and character n-grams: the same steps for messages, titles and queries.

mod clean;
mod grams;
mod language;
mod stem;
mod unspaced;

pub(crate) use clean::{is_link_or_handle, words};
pub(crate) use grams::grams;
pub(crate) use stem::{Term, terms};

/// Only this many characters of a text are read; a longer text says what it is about before that.
const READ_CHARACTERS: usize = 4_000;

/// The part of `text` that is read.
pub(crate) fn head(text: &str) -> &str {
    text.char_indices().nth(READ_CHARACTERS).map_or(text, |(end, _)| text.split_at(end).0)
}

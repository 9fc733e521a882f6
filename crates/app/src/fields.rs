//! Collects what is wrong with the fields of one body, so that the caller hears of all of it at once.

use std::str::FromStr;

use crate::error::{Error, FieldError, Result};

/// The wrong fields found so far.
#[derive(Debug, Default)]
pub struct Fields {
    errors: Vec<FieldError>,
}

impl Fields {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, pointer: &str, message: impl Into<String>) {
        self.errors.push(FieldError { pointer: pointer.to_owned(), message: message.into() });
    }

    /// The value of a field, or `None` with a note.
    pub fn parse<T: FromStr>(&mut self, pointer: &str, text: &str) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        match text.parse() {
            Ok(value) => Some(value),
            Err(e) => {
                self.wrong(pointer, T::Err::to_string(&e));
                None
            }
        }
    }

    /// The value of a field that may be absent; `Some(None)` when it is, `None` with a note when it is wrong.
    pub fn parse_optional<T: FromStr>(&mut self, pointer: &str, text: Option<&str>) -> Option<Option<T>>
    where
        T::Err: std::fmt::Display,
    {
        match text {
            Some(text) => self.parse(pointer, text).map(Some),
            None => Some(None),
        }
    }

    /// The errors found.
    pub fn into_errors(self) -> Vec<FieldError> {
        self.errors
    }

    /// The finished value if every field was right, else all that is wrong.
    pub fn finish<T>(self, value: Option<T>) -> Result<T> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(Error::invalid(self.errors)),
        }
    }
}

/// One field outside a body: a path or query value that is wrong is told by its name.
pub fn one<T: FromStr>(pointer: &str, text: &str) -> Result<T>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|e: T::Err| Error::field(pointer, e.to_string()))
}

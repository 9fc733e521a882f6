//! One broken rule: where, what, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    pub(crate) path: PathBuf,
    pub(crate) line: usize,
    pub(crate) what: String,
    pub(crate) hint: String,
}

impl Finding {
    pub(crate) fn new(path: &Path, line: usize, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into(), hint: hint.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, what, hint } = self;
        write!(formatter, "{}:{line}: {what}\n    hint: {hint}", path.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_can_jump_to_a_finding() {
        let finding = Finding::new(Path::new("a/b.rs"), 7, "too long", "split it");
        assert_eq!(finding.to_string(), "a/b.rs:7: too long\n    hint: split it");
    }
}

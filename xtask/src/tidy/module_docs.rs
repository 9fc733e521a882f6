//! Every Rust file opens by saying what it is for.

use super::finding::Finding;
use super::source::Source;

pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let is_preface = |line: &&str| line.trim().is_empty() || line.starts_with("// @generated");
    let first = source.text.lines().find(|line| !is_preface(line)).unwrap_or_default();
    let says_something = first.strip_prefix("//!").is_some_and(|words| !words.trim().is_empty());
    if says_something {
        return Vec::new();
    }
    vec![source.finding(1, "does not open with `//!`", "say in the first line what the file is for")]
}

#[cfg(test)]
mod tests {
    use super::super::source::lines;
    use super::*;

    #[test]
    fn files_open_with_their_purpose() {
        for (text, expected) in [
            ("//! Words.\nfn a() {}\n", vec![]),
            ("\n//! Words.\n", vec![]),
            ("// @generated automatically\n//! Tables.\n", vec![]),
            ("", vec![1]),
            ("//!\nfn a() {}\n", vec![1]),
            ("// Words.\nfn a() {}\n", vec![1]),
            ("/// Words.\nfn a() {}\n", vec![1]),
            ("use std::fs;\n", vec![1]),
        ] {
            assert_eq!(lines("crates/app/src/a.rs", text, check), expected, "{text}");
        }
    }
}

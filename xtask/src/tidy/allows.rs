//! Lints are silenced by `#[expect(.., reason)]`, which disappears when it is no longer needed.

use super::finding::Finding;
use super::source::Source;

const PATTERNS: &[&[&str]] = &[&["#", "[", "allow", "("], &["#", "!", "[", "allow", "("]];

pub(crate) fn check(source: &Source) -> Vec<Finding> {
    // Examples share a module, of which each uses its part.
    if source.is_example() {
        return Vec::new();
    }
    let mut lines: Vec<usize> = PATTERNS.iter().flat_map(|pattern| source.lines_of(pattern)).collect();
    lines.extend(
        source.lines_of(&[",", "allow", "("]).into_iter().filter(|line| is_conditional(source, *line)),
    );
    lines
        .into_iter()
        .map(|line| source.finding(line, "uses `allow`", "write `#[expect(.., reason = \"...\")]` instead"))
        .collect()
}

/// `#[cfg_attr(test, allow(..))]`; elsewhere `allow` may be a function.
fn is_conditional(source: &Source, line: usize) -> bool {
    source.tokens.iter().any(|token| token.line == line && token.text == "cfg_attr")
}

#[cfg(test)]
mod tests {
    use super::super::source::lines;
    use super::*;

    #[test]
    fn allows_are_found() {
        for (text, expected) in [
            ("fn a() {}\n", vec![]),
            ("#[expect(dead_code, reason = \"later\")]\nfn a() {}\n", vec![]),
            ("// #[allow(dead_code)]\nfn a() { b(c, allow(d)); }\n", vec![]),
            ("fn a() {}\n#[allow(dead_code)]\nfn b() {}\n", vec![2]),
            ("#![allow(dead_code)]\n", vec![1]),
            ("#[cfg_attr(test, allow(dead_code))]\nfn a() {}\n", vec![1]),
            (
                "macro_rules! a {\n    () => {\n        #[allow(dead_code)]\n        fn b() {}\n    };\n}\n",
                vec![3],
            ),
        ] {
            assert_eq!(lines("crates/app/src/a.rs", text, check), expected, "{text}");
        }
    }
}

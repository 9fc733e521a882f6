//! Time, new ids and settings come in from outside, so that tests can set them.
//!
//! clippy.toml bans the functions; this also finds what it cannot: macros, and clocks that it has no ban for.

use super::finding::Finding;
use super::source::Source;

/// The binary reads settings and the clock for all others; the other two are tools of developers.
const FREE: &[&str] = &["getback", "testkit", "xtask"];

const MARK: &str = "// clock:";

const TIME: &str = "take the time from the context, or end the line with `// clock:` and the reason";
const IDS: &str = "take the id from the context, or end the line with `// clock:` and the reason";
const SETTINGS: &str = "read settings once, in `getback`, or end the line with `// clock:` and the reason";

const BANS: &[(&[&str], &str, &str)] = &[
    (&["Instant", ":", ":", "now"], "Instant::now", TIME),
    (&["SystemTime"], "SystemTime", TIME),
    (&["Utc", ":", ":", "now"], "Utc::now", TIME),
    (&["Local", ":", ":", "now"], "Local::now", TIME),
    (&["Uuid", ":", ":", "now_v7"], "Uuid::now_v7", IDS),
    (&["Uuid", ":", ":", "new_v4"], "Uuid::new_v4", IDS),
    (&["env", ":", ":", "var"], "env::var", SETTINGS),
    (&["env", ":", ":", "var_os"], "env::var_os", SETTINGS),
    (&["env", ":", ":", "vars"], "env::vars", SETTINGS),
    (&["env", ":", ":", "vars_os"], "env::vars_os", SETTINGS),
];

pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let is_build_script = source.path.file_name().is_some_and(|name| name == "build.rs");
    // Black-box tests outside the crates drive real processes in real time.
    let is_free = source.crate_name().is_none_or(|name| FREE.contains(&name));
    if is_build_script || is_free || source.is_example() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (pattern, name, hint) in BANS {
        for line in source.lines_of(pattern) {
            if !is_explained(source.line(line)) {
                findings.push(source.finding(line, format!("uses `{name}`"), *hint));
            }
        }
    }
    findings
}

fn is_explained(line: &str) -> bool {
    line.split_once(MARK).is_some_and(|(_, reason)| !reason.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::source::lines;
    use super::*;

    #[test]
    fn clocks_are_found() {
        for (text, expected) in [
            ("// Instant::now\nfn a(now: Instant) {}\n", vec![]),
            ("fn a() { let b = Instant::now(); }\n", vec![1]),
            ("fn a() {\n    let b = std::time::Instant::now(); // clock: measures one query\n}\n", vec![]),
            ("fn a() {\n    let b = std::time::Instant::now(); // clock:\n}\n", vec![2]),
            ("use std::time::SystemTime;\n", vec![1]),
            ("fn a() { chrono::Utc::now(); }\n", vec![1]),
            ("fn a() { m!(uuid::Uuid::now_v7()); }\n", vec![1]),
            ("fn a() { std::env::var(\"B\"); }\n", vec![1]),
            ("fn a() { env!(\"CARGO_PKG_VERSION\"); }\n", vec![]),
        ] {
            assert_eq!(lines("crates/app/src/a.rs", text, check), expected, "{text}");
        }
    }

    #[test]
    fn some_places_may_have_clocks() {
        let text = "fn a() { Instant::now(); env::var(\"B\"); }\n";
        for (path, expected) in [
            ("crates/app/src/a.rs", 2),
            ("crates/app/tests/a.rs", 2),
            ("crates/web/build.rs", 0),
            ("crates/getback/src/main.rs", 0),
            ("crates/testkit/src/lib.rs", 0),
            ("xtask/src/main.rs", 0),
            ("tests/faults/kill.rs", 0),
        ] {
            assert_eq!(lines(path, text, check).len(), expected, "{path}");
        }
    }
}

//! Counts passed and failed tests from the closing lines of the test runners.

use std::fmt;
use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Nextest closes a run with `Summary [ 1.2s] 3 tests run: 2 passed (1 slow), 1 failed`.
pub(crate) fn closes_nextest(line: &str) -> bool {
    line.trim_start().starts_with("Summary [") && counts(line).is_some()
}

/// `cargo test` closes each crate with `test result: ok. 2 passed; 0 failed; 0 ignored`.
pub(crate) fn closes_cargo_test(line: &str) -> bool {
    line.starts_with("test result: ") && counts(line).is_some()
}

/// Nothing for a line that closes no run.
pub(crate) fn of_line(line: &str) -> Tally {
    let Some(counts) = counts(line) else {
        return Tally::default();
    };
    let mut tally = Tally::default();
    for part in without_remarks(counts).split([',', ';']) {
        let Some((number, label)) = part.trim().split_once(' ') else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match label.trim() {
            "passed" => tally.passed += number,
            "failed" | "timed out" | "exec failed" => tally.failed += number,
            _ => {}
        }
    }
    tally
}

/// What follows `run: ` in nextest's line and `ok. ` in the other.
fn counts(line: &str) -> Option<&str> {
    let line = line.trim();
    if line.starts_with("Summary [") {
        return line.split_once(" run: ").map(|(_, counts)| counts);
    }
    line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")).map(|(_, counts)| counts)
}

/// Drops what stands in parentheses.
fn without_remarks(counts: &str) -> String {
    let mut inside = false;
    counts
        .chars()
        .filter(|letter| {
            inside = (inside || *letter == '(') && *letter != ')';
            !inside && *letter != ')'
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_counted() {
        for (line, passed, failed) in [
            ("     Summary [   0.005s] 3 tests run: 3 passed, 0 skipped", 3, 0),
            ("Summary [   0.005s] 1 test run: 1 passed, 0 skipped", 1, 0),
            (
                "Summary [  10.1s] 9 tests run: 6 passed (2 slow, 1 leaky), 2 failed, 1 timed out, 4 skipped",
                6,
                3,
            ),
            ("Summary [   1.0s] 5/10 tests run: 3 passed, 1 failed, 1 exec failed, 0 skipped", 3, 2),
            (
                "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
                2,
                0,
            ),
            ("test result: FAILED. 1 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out", 1, 4),
        ] {
            assert!(closes_nextest(line) != closes_cargo_test(line), "{line}");
            assert_eq!(of_line(line), Tally { passed, failed }, "{line}");
        }
    }

    #[test]
    fn other_lines_are_not_counted() {
        for line in
            ["", "running 3 tests", "PASS [ 0.1s] summary 3 passed", "3 passed, 4 failed", "test result: ok"]
        {
            assert!(!closes_nextest(line) && !closes_cargo_test(line), "{line}");
            assert_eq!(of_line(line), Tally::default(), "{line}");
        }
    }

    #[test]
    fn the_last_line_is_plain() {
        let mut total = Tally { passed: 1, failed: 0 };
        total += Tally { passed: 2, failed: 3 };
        assert_eq!(total.to_string(), "3 passed, 3 failed");
    }
}

//! The parts of `cargo xtask test`, in the order in which they run: the fast ones first.

use std::env;
use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;

use super::tally::{self, Tally};
use crate::postgres::{Cluster, URL_VARIABLE};
use crate::process::{self, Ended};
use crate::{install, repository, tidy};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
    /// The rules of ARCHITECTURE.md
    Tidy,
    /// rustfmt and clippy
    Lint,
    /// All tests on SQLite
    Sqlite,
    /// All tests on a PostgreSQL that is started for them
    Postgres,
    /// The examples in the documentation
    Docs,
}

/// How a part went, and the closing lines of its runners.
pub(crate) struct Outcome {
    pub(crate) success: bool,
    pub(crate) lines: Vec<String>,
}

impl Outcome {
    /// A part that failed before or beside its tests counts as one failure: a red run never reads `0 failed`.
    pub(crate) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for line in &self.lines {
            tally += tally::of_line(line);
        }
        if !self.success && tally.failed == 0 {
            tally.failed = 1;
        }
        tally
    }
}

impl Part {
    pub(crate) fn name(self) -> String {
        self.to_possible_value().expect("no part is hidden").get_name().to_owned()
    }

    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::Tidy => "checking the rules of ARCHITECTURE.md",
            Self::Lint => "checking the formatting and running clippy",
            Self::Sqlite => "running all tests on SQLite",
            Self::Postgres => "running all tests on PostgreSQL",
            Self::Docs => "running the examples in the documentation",
        }
    }

    pub(crate) fn run(self, nextest_arguments: &[String]) -> Result<Outcome> {
        match self {
            Self::Tidy => tidy(),
            Self::Lint => lint(),
            Self::Sqlite => {
                install::nextest()?;
                nextest(nextest_arguments, None)
            }
            Self::Postgres => {
                install::nextest()?;
                let cluster = Cluster::start()?;
                nextest(nextest_arguments, Some(&cluster))
            }
            Self::Docs => docs(),
        }
    }
}

fn tidy() -> Result<Outcome> {
    let findings = tidy::check()?;
    tidy::print(&findings);
    Ok(Outcome { success: findings.is_empty(), lines: vec![tidy::closing_line(&findings)] })
}

fn lint() -> Result<Outcome> {
    let format = process::watch(cargo("fmt").args(["--all", "--check"]), |_| false)?;
    let mut clippy = cargo("clippy");
    // The tests are not linted yet: their helpers unwrap and index.
    clippy.args(["--workspace", "--lib", "--bins", "--", "--deny", "warnings"]);
    let clippy = process::watch(&mut clippy, |_| false)?;
    let mut lines = Vec::new();
    if !format.success {
        lines.push("the formatting differs; run `cargo fmt --all`".to_owned());
    }
    if !clippy.success {
        lines.push("clippy complains; its words are above".to_owned());
    }
    Ok(Outcome { success: lines.is_empty(), lines })
}

fn nextest(arguments: &[String], cluster: Option<&Cluster>) -> Result<Outcome> {
    let mut command = cargo("nextest");
    command.args(["run", "--no-fail-fast", "--retries", "0"]);
    if !names_packages(arguments) {
        command.arg("--workspace");
    }
    command.args(arguments);
    if let Some(cluster) = cluster {
        command.env(URL_VARIABLE, cluster.url());
    }
    let Ended { success, mut kept } = process::watch(&mut command, tally::closes_nextest)?;
    // The last one is nextest's own; others can stand in the output of a failed test.
    let summary = kept.pop();
    Ok(Outcome { success, lines: summary.into_iter().collect() })
}

fn docs() -> Result<Outcome> {
    let mut command = cargo("test");
    command.args(["--doc", "--workspace", "--no-fail-fast"]);
    let Ended { success, kept: mut lines } = process::watch(&mut command, tally::closes_cargo_test)?;
    // Every crate closes with a line of its own; most have no examples.
    lines.retain(|line| tally::of_line(line) != Tally::default());
    Ok(Outcome { success, lines })
}

/// `cargo` at the root, with the same surroundings on every machine. Settings of a running Getback do not leak in;
/// what `cargo run` told about xtask is dropped, since build scripts that watch it would run again; and the Rust
/// tests do without the built web app.
fn cargo(subcommand: &str) -> Command {
    let mut command = Command::new("cargo");
    command.arg(subcommand).current_dir(repository::root()).env("UI_SKIP", "1");
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if ["GETBACK_", "CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command
}

fn names_packages(arguments: &[String]) -> bool {
    let is_package = |argument: &String| argument.starts_with("-p") || argument.starts_with("--package");
    arguments.iter().any(is_package)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_part_counts_at_least_one_failure() {
        let summary = "Summary [   1.0s] 5 tests run: 3 passed, 2 failed, 0 skipped".to_owned();
        for (success, lines, passed, failed) in [
            (true, vec![], 0, 0),
            (false, vec![], 0, 1),
            (false, vec![summary], 3, 2),
            (false, vec!["Summary [   1.0s] 5 tests run: 5 passed, 0 skipped".to_owned()], 5, 1),
        ] {
            assert_eq!(Outcome { success, lines }.tally(), Tally { passed, failed });
        }
    }

    #[test]
    fn named_packages_narrow_the_workspace() {
        for (arguments, expected) in [
            (vec!["-p", "store"], true),
            (vec!["-pstore"], true),
            (vec!["--package=store"], true),
            (vec!["some_test"], false),
            (vec![], false),
        ] {
            let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
            assert_eq!(names_packages(&arguments), expected, "{arguments:?}");
        }
    }
}

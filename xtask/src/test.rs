//! `cargo xtask test`: every check and test of the repository, the same for people and for CI.

mod parts;
mod tally;

use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::ValueEnum;

use self::parts::Part;
use self::tally::Tally;
use crate::{interrupt, process};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Runs only these parts
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Passed on to nextest, after `--`, such as `-p store` or a test's name; needs `--only`
    #[arg(last = true)]
    nextest: Vec<String>,
}

/// Runs all parts, whatever fails on the way, and ends with the line `N passed, N failed`.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let parts = chosen(options)?;
    let mut total = Tally::default();
    let mut closing_lines = Vec::new();
    for part in parts {
        let name = part.name();
        process::say(&format!("{name}: {}", part.what()));
        let outcome = part.run(&options.nextest);
        interrupt::check()?;
        let outcome = outcome.unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            parts::Outcome { success: false, lines: vec![format!("{error:#}")] }
        });
        total += outcome.tally();
        closing_lines.push(format!("{name}: {}", if outcome.success { "ok" } else { "FAILED" }));
        closing_lines.extend(outcome.lines.iter().map(|line| format!("    {line}")));
    }
    println!("\n{}\n{total}", closing_lines.join("\n"));
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn chosen(options: &Options) -> Result<Vec<Part>> {
    let mut parts = options.only.clone();
    if parts.is_empty() {
        ensure!(
            options.nextest.is_empty(),
            "arguments for nextest need `--only sqlite` or `--only postgres`"
        );
        parts = Part::value_variants().to_vec();
    }
    parts.sort_unstable();
    parts.dedup();
    Ok(parts)
}

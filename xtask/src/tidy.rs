//! `cargo xtask tidy`: the rules of ARCHITECTURE.md that neither the compiler nor clippy checks, in a second.

mod allows;
mod clocks;
mod finding;
mod functions;
mod hosts;
mod layers;
mod libraries;
mod migrations;
mod module_docs;
mod names;
mod source;

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use self::finding::Finding;
use self::source::Source;
use crate::repository;

pub(crate) fn run() -> Result<ExitCode> {
    let findings = check()?;
    print(&findings);
    println!("{}", closing_line(&findings));
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything that breaks a rule, by file and line.
pub(crate) fn check() -> Result<Vec<Finding>> {
    let paths = repository::files()?;
    let mut findings = layers::check(&layers::read_metadata()?);
    findings.extend(migrations::check(&paths));
    for path in &paths {
        findings.extend(names::check(path));
        let bytes = fs::read(repository::root().join(path)).with_context(|| path.display().to_string())?;
        // Pictures and fonts have no lines.
        let Ok(text) = String::from_utf8(bytes) else { continue };
        findings.extend(hosts::check(path, &text));
        if path.extension().is_some_and(|extension| extension == "rs") {
            findings.extend(check_rust(Source::new(path, text)));
        }
    }
    findings.sort();
    findings.dedup();
    Ok(findings)
}

pub(crate) fn print(findings: &[Finding]) {
    for finding in findings {
        println!("{finding}");
    }
}

pub(crate) fn closing_line(findings: &[Finding]) -> String {
    match findings.len() {
        0 => "no rule is broken".to_owned(),
        1 => "1 rule is broken".to_owned(),
        count => format!("rules are broken in {count} places"),
    }
}

fn check_rust(source: Result<Source, Finding>) -> Vec<Finding> {
    let source = match source {
        Ok(source) => source,
        Err(finding) => return vec![finding],
    };
    let checks = [module_docs::check, functions::check, libraries::check, clocks::check, allows::check];
    checks.iter().flat_map(|check| check(&source)).collect()
}

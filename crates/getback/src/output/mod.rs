//! What the program says: to people on stderr, to programs on stdout.

mod progress;

use std::io::{self, Write as _};

use serde::Serialize;

pub use progress::Progress;

/// A line for people.
pub fn tell(line: &str) {
    // When stderr is gone there is nobody to tell.
    let _ = writeln!(io::stderr(), "{line}");
}

/// A line for programs.
pub fn put(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// A value for programs, as one line of JSON.
pub fn put_json(value: &impl Serialize) -> anyhow::Result<()> {
    Ok(put(&serde_json::to_string(value)?)?)
}

/// `one thing`, `2 things`.
pub fn count(n: usize, thing: &str) -> String {
    match n {
        1 => format!("1 {thing}"),
        _ if thing.ends_with("ch") => format!("{n} {thing}es"),
        _ => format!("{n} {thing}s"),
    }
}

/// An error in one sentence: what was being done, and why it failed.
pub fn sentence(e: &anyhow::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in e.chain() {
        let part = match cause.downcast_ref::<app::Error>() {
            Some(e) if e.code == app::Code::Internal => "something went wrong".to_owned(),
            Some(e) => e.detail.clone(),
            None => cause.to_string(),
        };
        // Libraries write over several lines, and repeat what lies beneath.
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        if !parts.iter().any(|said| said.contains(&part)) {
            parts.push(part);
        }
    }
    parts.join(": ")
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn an_error_is_one_sentence() {
        let beneath = anyhow!("connection refused\n\tIs the server running?");
        let e = beneath.context("cannot open the database");
        assert_eq!(sentence(&e), "cannot open the database: connection refused Is the server running?");
        let e = anyhow::Error::from(app::Error::internal("disk full"));
        assert_eq!(sentence(&e), "something went wrong: disk full");
    }

    #[test]
    fn counts_read_as_words() {
        assert_eq!(
            [count(1, "message"), count(2, "breach"), count(0, "row")],
            ["1 message", "2 breaches", "0 rows"]
        );
    }
}

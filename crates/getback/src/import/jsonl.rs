//! Rows from lines of JSON.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};

use super::Found;
use super::row::RawRow;

/// The rows of a file; empty lines are none.
pub(super) fn rows(file: File) -> impl Iterator<Item = Found> {
    let mut lines = Lines { read: BufReader::new(file), line: 0, end: 0, failed: false };
    std::iter::from_fn(move || {
        loop {
            let text = match lines.next()? {
                Ok(text) => text,
                Err(e) => return Some(lines.found(Err(format!("cannot be read: {e}")))),
            };
            let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
            if !text.trim_ascii().is_empty() {
                return Some(lines.found(parse(text)));
            }
        }
    })
}

/// What some programs begin a file with.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

struct Lines {
    read: BufReader<File>,
    line: u64,
    end: u64,
    failed: bool,
}

impl Lines {
    /// The next line; nothing after one that cannot be read.
    fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        if self.failed {
            return None;
        }
        let mut text = Vec::new();
        self.line += 1;
        match self.read.read_until(b'\n', &mut text) {
            Ok(0) => None,
            Ok(length) => {
                self.end += u64::try_from(length).unwrap_or(0);
                Some(Ok(text))
            }
            Err(e) => {
                self.failed = true;
                Some(Err(e))
            }
        }
    }

    fn found(&self, row: Result<RawRow, String>) -> Found {
        Found { line: self.line, end: self.end, row }
    }
}

fn parse(line: &[u8]) -> Result<RawRow, String> {
    let mut json = serde_json::Deserializer::from_slice(line);
    let row = serde_path_to_error::deserialize(&mut json).map_err(|e| in_the_line(&e.to_string()))?;
    json.end().map_err(|_| "goes on after its JSON; put one object on a line".to_owned())?;
    Ok(row)
}

/// The line is known, and each is one line.
fn in_the_line(message: &str) -> String {
    message.replace(" at line 1 column", " at column")
}

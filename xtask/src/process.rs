//! Runs other programs in plain sight: says the command, shows its output as it comes, keeps the lines asked for.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;

use anyhow::{Context, Result, ensure};

use crate::interrupt::{self, Forwarding};

/// How a command went.
pub(crate) struct Ended {
    pub(crate) success: bool,
    /// The lines that were asked for, without colours.
    pub(crate) kept: Vec<String>,
}

/// One plain line about what happens next.
pub(crate) fn say(line: &str) {
    eprintln!("==> {line}");
}

/// Runs `command` with this process's own input and output; its failure is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    ensure!(status.success(), "`{}` failed: {status}", show(command));
    Ok(())
}

/// Runs `command` with this process's own input and output and returns how it ended.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    let shown = show(command);
    say(&shown);
    interrupt::check()?;
    let mut child = command.spawn().with_context(|| format!("cannot start `{shown}`"))?;
    let forwarding = Forwarding::to(&child);
    let status = child.wait()?;
    drop(forwarding);
    interrupt::check()?;
    Ok(status)
}

/// Runs `command` and copies its output line by line, keeping the lines that `wanted` picks.
pub(crate) fn watch(command: &mut Command, wanted: fn(&str) -> bool) -> Result<Ended> {
    let shown = show(command);
    say(&shown);
    interrupt::check()?;
    if io::stderr().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start `{shown}`"))?;
    let forwarding = Forwarding::to(&child);
    let stdout = child.stdout.take().expect("stdout is piped");
    let stderr = child.stderr.take().expect("stderr is piped");

    let (sender, kept) = mpsc::channel();
    thread::scope(|scope| {
        let sender_of_stdout = sender.clone();
        scope.spawn(move || copy(stdout, io::stdout(), wanted, &sender_of_stdout));
        scope.spawn(move || copy(stderr, io::stderr(), wanted, &sender));
    });
    let status = child.wait()?;
    drop(forwarding);
    interrupt::check()?;
    Ok(Ended { success: status.success(), kept: kept.iter().collect() })
}

/// The command as one would type it.
fn show(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy()));
    words.join(" ")
}

fn copy(from: impl Read, mut to: impl Write, wanted: fn(&str) -> bool, kept: &Sender<String>) {
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // A closed terminal must not stop the reading: the child would block on a full pipe.
        let _ = to.write_all(&line);
        let text = without_colours(&String::from_utf8_lossy(&line));
        if wanted(&text) {
            let _ = kept.send(text.trim().to_owned());
        }
        line.clear();
    }
}

/// Drops terminal escapes of the form `ESC [ ... letter`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| letter.is_ascii_alphabetic()).map_or(0, |at| at + 1);
        plain.push_str(part.get(end..).unwrap_or_default());
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_dropped() {
        for (coloured, plain) in [
            ("plain", "plain"),
            ("", ""),
            ("\u{1b}[32;1m     Summary\u{1b}[0m [0.1s]", "     Summary [0.1s]"),
            ("a\u{1b}[K\u{1b}[1mb", "ab"),
        ] {
            assert_eq!(without_colours(coloured), plain);
        }
    }

    #[test]
    fn wanted_lines_are_kept_and_the_status_is_told() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo keep two >&2; exit 3"]);
        let ended = watch(&mut command, |line| line.starts_with("keep")).unwrap();
        assert!(!ended.success);
        assert_eq!(ended.kept, ["keep two"]);
    }
}

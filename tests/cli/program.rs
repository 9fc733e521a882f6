//! Runs the binary as a user would, in a folder of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use testkit::TestDb;

/// How long anything may take, on a machine that is busy with much else.
pub const DEADLINE: Duration = Duration::from_mins(2);

/// A folder to start `getback` in, with a database.
pub struct Home {
    pub folder: TempDir,
    pub db: Option<TestDb>,
}

/// How a command ended.
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Home {
    /// An empty folder; the database is SQLite in its data directory.
    pub fn empty() -> Home {
        Home { folder: tempfile::tempdir().unwrap(), db: None }
    }

    /// A folder with a fresh database of the kind that the suite runs on.
    pub fn with_database() -> Home {
        Home { db: Some(TestDb::new()), ..Home::empty() }
    }

    /// A folder with a database, a workspace `Acme` and its admin.
    pub fn with_workspace() -> Home {
        let home = Home::with_database();
        home.run(&["init", "--admin-email", "ada@example.org", "--workspace", "Acme"]).expect(0);
        home
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_getback"));
        command.env_clear().current_dir(self.folder.path()).args(arguments);
        if let Some(db) = &self.db {
            command.env("GETBACK_DATABASE_URL", &db.url);
        }
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        end(self.command(arguments).stdin(Stdio::null()))
    }

    /// Runs a command that reads `input`.
    pub fn feed(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = self.command(arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ended::of(child.wait_with_output().unwrap())
    }

    /// Starts `getback` with arguments on a free port, and waits until it listens.
    pub fn serve(&self, arguments: &[&str]) -> Served {
        Served::start(self.command(arguments))
    }

    /// Starts the worker alone, and waits until it runs.
    pub fn serve_worker(&self) -> Served {
        let mut worker = Served::spawn(self.command(&["worker"]));
        worker.wait_for("the worker runs");
        worker
    }

    /// A token of a role.
    pub fn token(&self, role: &str) -> String {
        let token = self.run(&["token", "create", "--name", "test", "--role", role]).expect(0).stdout;
        token.trim().to_owned()
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }
}

pub fn end(command: &mut Command) -> Ended {
    Ended::of(command.output().unwrap())
}

impl Ended {
    fn of(output: std::process::Output) -> Ended {
        Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Asserts the exit code.
    #[track_caller]
    pub fn expect(self, code: i32) -> Ended {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// Asserts that it failed with one sentence, which holds some words.
    #[track_caller]
    pub fn expect_sentence(self, words: &[&str]) {
        let ended = self.expect(1);
        assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
        assert!(ended.stderr.starts_with("getback: "), "{}", ended.stderr);
        for word in words {
            assert!(ended.stderr.contains(word), "no `{word}` in: {}", ended.stderr);
        }
    }

    /// What it printed for programs.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}: {}", self.stdout))
    }
}

/// A server that runs until it is dropped.
pub struct Served {
    child: Child,
    lines: Receiver<String>,
    reader: JoinHandle<()>,
    /// What it has said so far.
    pub said: Vec<String>,
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Served {
    fn start(mut command: Command) -> Served {
        command.args(["--listen", "127.0.0.1:0"]);
        let mut served = Served::spawn(command);
        let line = served.wait_for("listening on");
        let line: Value = serde_json::from_str(&line).unwrap();
        line["listen"].as_str().unwrap().clone_into(&mut served.address);
        served
    }

    fn spawn(mut command: Command) -> Served {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (lines, reader) = read(child.stderr.take().unwrap());
        Served { child, lines, reader, said: Vec::new(), address: String::new() }
    }

    /// The first line from now on with these words.
    #[track_caller]
    pub fn wait_for(&mut self, words: &str) -> String {
        loop {
            let Ok(line) = self.lines.recv_timeout(DEADLINE) else {
                panic!("it never said `{words}`, but: {:#?}", self.said)
            };
            self.said.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// A connection to it.
    pub fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(&self.address).unwrap();
        socket.set_read_timeout(Some(DEADLINE)).unwrap();
        socket
    }

    /// `GET` of a path, with further header lines.
    pub fn get(&self, path: &str, headers: &[String]) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\n{}", lines(headers)), "")
    }

    /// `POST` of JSON to a path, with further header lines.
    pub fn post(&self, path: &str, headers: &[String], body: &str) -> Answer {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\n{}Content-Type: application/json\r\nContent-Length: {length}\r\n",
            lines(headers)
        );
        self.send(&head, body)
    }

    /// `PUT` of nothing to a path, with further header lines.
    pub fn put(&self, path: &str, headers: &[String]) -> Answer {
        self.send(&format!("PUT {path} HTTP/1.1\r\n{}Content-Length: 0\r\n", lines(headers)), "")
    }

    fn send(&self, head: &str, body: &str) -> Answer {
        let mut socket = self.connect();
        write!(socket, "{head}Host: x\r\nConnection: close\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let mut lines = head.lines().map(str::to_owned);
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        Answer { status: status.unwrap_or_default(), headers: lines.collect(), body: body.to_owned() }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop.
    pub fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Closes its log: what it says from now on cannot be written.
    pub fn close_log(&mut self) {
        let (_, none) = channel();
        self.lines = none;
        // The reader notices with the next line, and closes its end.
        while self.get("/healthz", &[]).status == 200 && !self.reader.is_finished() {}
    }

    /// Waits until it has ended; there is no deadline but the suite's.
    pub fn ended(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Waits until it has stopped, by the end of its log.
    pub fn stopped(mut self) -> (ExitStatus, Vec<String>) {
        loop {
            match self.lines.recv_timeout(DEADLINE) {
                Ok(line) => self.said.push(line),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                Err(e) => panic!("it did not stop: {e}: {:#?}", self.said),
            }
        }
        (self.child.wait().unwrap(), std::mem::take(&mut self.said))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(headers: &[String]) -> String {
    headers.iter().flat_map(|line| [line, "\r\n"]).collect()
}

/// The header line of a token.
pub fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}")
}

/// What the server said.
pub struct Answer {
    pub status: u16,
    headers: Vec<String>,
    pub body: String,
}

impl Answer {
    /// The value of a header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        let line = self
            .headers
            .iter()
            .find_map(|line| line.split_once(": ").filter(|(header, _)| header.eq_ignore_ascii_case(name)));
        line.map_or("", |(_, value)| value)
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

fn read(stderr: ChildStderr) -> (Receiver<String>, JoinHandle<()>) {
    let (line, lines) = channel();
    let reader = std::thread::spawn(move || {
        let mut read = BufReader::new(stderr).lines();
        while let Some(Ok(text)) = read.next() {
            if line.send(text).is_err() {
                return;
            }
        }
    });
    (lines, reader)
}

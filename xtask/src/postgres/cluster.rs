//! A PostgreSQL of our own on a free port of 127.0.0.1: made from the installed programs, gone when dropped.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::user::User;
use super::{binaries, user};
use crate::interrupt;
use crate::process::say;

const READY: &str = "database system is ready to accept connections";
const START_LIMIT: Duration = Duration::from_mins(1);

/// Speed instead of safety: the data lives no longer than the run.
const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "max_connections=300",
    "shared_buffers=32MB",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "timezone=UTC",
    "lc_messages=C",
];

/// A running server; dropping it stops the server and removes its data.
pub(crate) struct Cluster {
    server: Child,
    port: u16,
    password: String,
    folder: TempDir,
}

impl Cluster {
    pub(crate) fn start() -> Result<Self> {
        let programs = binaries::folder()?;
        let user = user::unprivileged()?;
        let folder = tempfile::Builder::new().prefix("getback-postgres-").tempdir()?;
        if let Some(user) = &user {
            chown(folder.path(), Some(user.uid), Some(user.gid))?;
        }
        say(&format!("starting PostgreSQL from {} in {}", programs.display(), folder.path().display()));
        let password = random_password()?;
        create(&programs, user.as_ref(), folder.path(), &password)?;

        let port = free_port()?;
        let server = spawn(&programs, user.as_ref(), folder.path(), port)?;
        // From here on `Drop` stops the server, however the waiting ends.
        let mut cluster = Self { server, port, password, folder };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// The administrator's URL.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let log = self.server.stderr.take().expect("stderr is piped");
        let log_path = self.folder.path().join("server.log");
        let log_file = File::create(&log_path)?;
        let (sender, ready) = mpsc::channel();
        thread::spawn(move || follow(log, log_file, sender));
        let came_up = ready.recv_timeout(START_LIMIT).is_ok();
        interrupt::check()?;
        if !came_up {
            let log = fs::read_to_string(&log_path).unwrap_or_default();
            bail!("PostgreSQL did not start; its log says:\n{log}");
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGQUIT is the "immediate" shutdown: the server ends its children within 5 seconds and writes nothing.
        if kill_process(Pid::from_child(&self.server), Signal::QUIT).is_err() {
            // It has ended already; `wait` below collects it.
            say("PostgreSQL had stopped before the end");
        }
        let _ = self.server.wait();
    }
}

fn create(programs: &Path, user: Option<&User>, folder: &Path, password: &str) -> Result<()> {
    let password_file = folder.join("password");
    fs::write(&password_file, password)?;
    let made = user::command(user, &programs.join("initdb"))
        .arg("--pgdata")
        .arg(data(folder))
        .arg("--pwfile")
        .arg(&password_file)
        // Not scram: its thousands of hashes a connection would be most of a short test.
        .args(["--username=postgres", "--auth=password", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .context("cannot start `initdb`")?;
    interrupt::check()?;
    ensure!(made.status.success(), "`initdb` failed:\n{}", String::from_utf8_lossy(&made.stderr));
    Ok(())
}

fn spawn(programs: &Path, user: Option<&User>, folder: &Path, port: u16) -> Result<Child> {
    let mut command: Command = user::command(user, &programs.join("postgres"));
    command.arg("-D").arg(data(folder)).arg("-k").arg(folder).args(["-p", &port.to_string()]);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    command
        .current_dir(folder)
        // A group of its own: Ctrl-C must reach the tests first, the server goes last.
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start `postgres`")
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

/// Copies the server's log to a file and tells when the server is ready; ends with the server.
fn follow(log: impl Read, mut file: File, ready: Sender<()>) {
    let mut ready = Some(ready);
    let mut log = BufReader::new(log);
    let mut line = Vec::new();
    while log.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // Reading goes on even if the disk is full: the server would block on a full pipe.
        let _ = file.write_all(&line);
        if String::from_utf8_lossy(&line).contains(READY)
            && let Some(ready) = ready.take()
        {
            let _ = ready.send(());
        }
        line.clear();
    }
}

/// Another program could take the port before the server does; then the start fails and says so.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Other users of the machine can reach the port, and a PostgreSQL administrator can run programs.
fn random_password() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn a_cluster_listens_and_leaves_nothing_behind() {
        // Runs where a server is known to be installed: in the PostgreSQL run of `cargo xtask test`.
        if std::env::var_os(crate::postgres::URL_VARIABLE).is_none() {
            return;
        }
        let cluster = Cluster::start().unwrap();
        let (folder, port) = (cluster.folder.path().to_owned(), cluster.port);
        assert!(cluster.url().ends_with(&format!("@127.0.0.1:{port}/postgres")));
        TcpStream::connect(("127.0.0.1", port)).unwrap();

        drop(cluster);
        TcpStream::connect(("127.0.0.1", port)).unwrap_err();
        assert!(!folder.exists());
    }

    #[test]
    fn a_server_that_ends_early_is_reported_with_its_log() {
        let (sender, ready) = mpsc::channel();
        let mut log = tempfile::tempfile().unwrap();
        follow(b"FATAL: no\n".as_slice(), log.try_clone().unwrap(), sender);
        assert!(ready.recv().is_err());

        std::io::Seek::rewind(&mut log).unwrap();
        assert_eq!(std::io::read_to_string(log).unwrap(), "FATAL: no\n");
    }
}

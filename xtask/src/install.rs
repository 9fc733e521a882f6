//! Installs what the tests need and the machine lacks, by the machine's own package managers.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::process::{run, say};

/// The test runner, from the crates registry.
pub(crate) fn nextest() -> Result<()> {
    if answers(Command::new("cargo").args(["nextest", "--version"])) {
        return Ok(());
    }
    say("cargo-nextest is missing: building it, which takes some minutes once");
    run(Command::new("cargo").args(["install", "--locked", "cargo-nextest"]))
}

/// A Debian package, as root or through `sudo`.
pub(crate) fn debian_package(name: &str) -> Result<()> {
    ensure!(
        answers(Command::new("apt-get").arg("--version")),
        "`{name}` is missing and this machine has no `apt-get`; install it and put its programs in `PATH`"
    );
    say(&format!("{name} is missing: installing it"));
    run(&mut apt_get(&["update"]))?;
    run(&mut apt_get(&["install", "--yes", "--no-install-recommends", name]))
        .with_context(|| format!("cannot install `{name}`; install it by hand and try again"))
}

fn apt_get(arguments: &[&str]) -> Command {
    let needs_sudo = !rustix::process::getuid().is_root();
    let mut command = Command::new(if needs_sudo { "sudo" } else { "env" });
    if needs_sudo {
        command.arg("env");
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
    command
}

fn answers(command: &mut Command) -> bool {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

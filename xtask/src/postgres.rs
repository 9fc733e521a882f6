//! `cargo xtask postgres`: runs a command beside a throw-away PostgreSQL, so that single tests can use one.

mod binaries;
mod cluster;
mod user;

use std::process::{Command, ExitCode};

use anyhow::Result;

pub(crate) use self::cluster::Cluster;
use crate::{interrupt, process};

/// The tests read the URL of a PostgreSQL administrator from this variable; without it they use SQLite.
pub(crate) const URL_VARIABLE: &str = "GETBACK_TEST_POSTGRES";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The command to run, after `--`; without one the server runs until Ctrl-C
    #[arg(last = true)]
    command: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let cluster = Cluster::start()?;
    let Some((program, arguments)) = options.command.split_first() else {
        println!("{URL_VARIABLE}={}", cluster.url());
        process::say("Ctrl-C stops the server and removes its data");
        interrupt::wait();
        return Ok(ExitCode::SUCCESS);
    };
    let status = process::status(Command::new(program).args(arguments).env(URL_VARIABLE, cluster.url()))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

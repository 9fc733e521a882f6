//! `getback`: the program. Reads the command line, settles the settings and runs one command. Exit codes: 0 done, 1 failed,
//! 2 wrong usage. What people read goes to stderr, what programs read to stdout.

mod clock;
mod commands;
mod config;
mod demo;
mod export;
mod import;
mod installation;
mod lock;
mod output;
mod serve;
mod telemetry;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let line = commands::Line::parse();
    match commands::run(line) {
        Ok(code) => code,
        Err(e) => {
            output::tell(&format!("getback: {}", output::sentence(&e)));
            ExitCode::FAILURE
        }
    }
}

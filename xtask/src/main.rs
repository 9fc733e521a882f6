//! What people and CI run on this repository: `cargo xtask test`, `cargo xtask tidy`, `cargo xtask postgres`.

mod install;
mod interrupt;
mod postgres;
mod process;
mod repository;
mod test;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Tasks of this repository")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what is missing and runs every check and test, on SQLite and on PostgreSQL
    Test(test::Options),
    /// Checks the rules of ARCHITECTURE.md that neither the compiler nor clippy checks
    Tidy,
    /// Starts a throw-away PostgreSQL and runs a command with `GETBACK_TEST_POSTGRES` set to its URL
    Postgres(postgres::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<ExitCode> {
    interrupt::listen()?;
    match task {
        Task::Test(options) => test::run(&options),
        Task::Tidy => tidy::run(),
        Task::Postgres(options) => postgres::run(&options),
    }
}

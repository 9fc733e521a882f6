//! The command line, one file per command.

mod check;
mod completions;
mod config;
mod demo;
mod export;
mod import;
mod init;
mod migrate;
mod openapi;
mod serve;
mod token;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Layer, Settings};

/// Everyone who asked hears back, nobody is forgotten, nobody is told twice.
#[derive(Debug, Parser)]
#[command(name = "getback", version, max_term_width = 100)]
pub struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    /// A configuration file [default: getback.toml in this folder, if there is one]
    #[arg(long, global = true, env = "GETBACK_CONFIG", value_name = "FILE")]
    #[arg(help_heading = "Settings (also in the environment and in getback.toml)")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Layer,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web app, the API and the worker in one process; the default
    Serve,
    /// Run the worker's jobs alone
    Worker,
    /// Serve a fresh sample workspace, in a temporary folder
    Demo(demo::Args),
    /// Make a workspace and its admin
    Init(init::Args),
    /// Tokens for the API
    #[command(subcommand)]
    Token(token::Command),
    /// Bring in messages from a file; can be run again without doubling anything
    Import(import::Args),
    /// Write everything of a workspace into files of JSON lines
    Export(export::Args),
    /// Bring the database's schema up to date
    Migrate,
    /// Look for rows that break a law of the product
    Check(check::Args),
    /// Print the description of the API (OpenAPI 3.1)
    Openapi,
    /// Print the settings in force, secrets masked
    Config(config::Args),
    /// Print the completions of a shell
    Completions(completions::Args),
}

/// Runs what the line says.
pub fn run(line: Line) -> anyhow::Result<ExitCode> {
    let settings = || Settings::read(line.settings, line.config.as_deref());
    match line.command {
        None => serve::run(&settings()?, serve::Start::Welcome)?,
        Some(Command::Serve) => serve::run(&settings()?, serve::Start::Plain)?,
        Some(Command::Worker) => worker::run(&settings()?)?,
        Some(Command::Demo(args)) => demo::run(&settings()?, &args)?,
        Some(Command::Init(args)) => init::run(&settings()?, &args)?,
        Some(Command::Token(token::Command::Create(args))) => token::create(&settings()?, &args)?,
        Some(Command::Import(args)) => return import::run(&settings()?, &args),
        Some(Command::Export(args)) => export::run(&settings()?, &args)?,
        Some(Command::Migrate) => migrate::run(&settings()?)?,
        Some(Command::Check(args)) => return check::run(&settings()?, &args),
        Some(Command::Openapi) => openapi::run()?,
        Some(Command::Config(args)) => config::run(&settings()?, &args)?,
        Some(Command::Completions(args)) => completions::run(&args)?,
    }
    Ok(ExitCode::SUCCESS)
}

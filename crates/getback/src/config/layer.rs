//! One place that names settings: each may be there or not.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::{DATABASE, DatabaseUrl, Settings};

/// The settings that one place names. clap fills one from flags and the environment, serde another from a file.
#[derive(Clone, Debug, Default, Args, Deserialize)]
#[serde(deny_unknown_fields)]
#[command(next_help_heading = "Settings (also in the environment and in getback.toml)")]
pub struct Layer {
    /// Where the data lives when no database is named [default: ./getback-data]
    #[arg(long, global = true, env = "GETBACK_DATA_DIR", value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// The database [default: getback.db in the data folder]
    #[arg(
        long,
        global = true,
        env = "GETBACK_DATABASE_URL",
        value_name = "sqlite://PATH|postgres://...",
        hide_env_values = true
    )]
    database_url: Option<DatabaseUrl>,
    /// The most connections to the database [default: 16]
    #[arg(long, global = true, env = "GETBACK_DATABASE_CONNECTIONS", value_name = "N")]
    database_connections: Option<u32>,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, global = true, env = "GETBACK_LISTEN", value_name = "ADDR")]
    listen: Option<String>,
    /// Serve without the worker's jobs
    #[arg(long, global = true, env = "GETBACK_NO_WORKER", value_name = "BOOL")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    no_worker: Option<bool>,
    /// Threads that answer requests, 0 for one per core [default: 0]
    #[arg(long, global = true, env = "GETBACK_THREADS", value_name = "N")]
    threads: Option<usize>,
    /// Requests per minute and token, 0 for no limit [default: 6000]
    #[arg(long, global = true, env = "GETBACK_RATE_LIMIT", value_name = "N")]
    rate_limit: Option<u32>,
    /// Seconds that requests may go on after a signal to stop [default: 30]
    #[arg(long, global = true, env = "GETBACK_SHUTDOWN_SECONDS", value_name = "N")]
    shutdown_seconds: Option<u64>,
    /// A level or a filter such as `info,worker=debug` [default: info]
    #[arg(long, global = true, env = "GETBACK_LOG", value_name = "FILTER")]
    log: Option<String>,
    /// How to log [default: auto]
    #[arg(long, global = true, env = "GETBACK_LOG_FORMAT", value_name = "FORMAT")]
    log_format: Option<LogFormat>,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Pretty on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Pretty,
    /// For programs: one object per line.
    Json,
}

impl Layer {
    /// Reads a file's text. Unknown settings are refused by name.
    pub(super) fn parse(text: &str) -> anyhow::Result<Layer> {
        toml::from_str(text).map_err(|e| anyhow::anyhow!("{}", e.message()))
    }

    /// This layer with another beneath, which counts where this one says nothing.
    pub(super) fn over(self, below: Layer) -> Layer {
        Layer {
            data_dir: self.data_dir.or(below.data_dir),
            database_url: self.database_url.or(below.database_url),
            database_connections: self.database_connections.or(below.database_connections),
            listen: self.listen.or(below.listen),
            no_worker: self.no_worker.or(below.no_worker),
            threads: self.threads.or(below.threads),
            rate_limit: self.rate_limit.or(below.rate_limit),
            shutdown_seconds: self.shutdown_seconds.or(below.shutdown_seconds),
            log: self.log.or(below.log),
            log_format: self.log_format.or(below.log_format),
        }
    }

    /// The settings, once every layer is in.
    pub(super) fn settle(self) -> anyhow::Result<Settings> {
        let data_dir = self.data_dir.context("`data_dir` has no default")?;
        let beside = || DatabaseUrl::sqlite(&data_dir.join(DATABASE));
        Ok(Settings {
            database_url: self.database_url.unwrap_or_else(beside),
            data_dir,
            database_connections: self
                .database_connections
                .context("`database_connections` has no default")?,
            listen: self.listen.context("`listen` has no default")?,
            no_worker: self.no_worker.context("`no_worker` has no default")?,
            threads: self.threads.context("`threads` has no default")?,
            rate_limit: self.rate_limit.context("`rate_limit` has no default")?,
            shutdown_seconds: self.shutdown_seconds.context("`shutdown_seconds` has no default")?,
            log: self.log.context("`log` has no default")?,
            log_format: self.log_format.context("`log_format` has no default")?,
        })
    }
}

//! The settings of the program, read once. Each has four places, the first that names it wins: a flag, the environment, the
//! configuration file (`--config`, `GETBACK_CONFIG`, or `getback.toml` in the current folder), `config.default.toml`.
//!
//! | flag | variable |
//! |---|---|
//! | `--config` | `GETBACK_CONFIG` |
//! | `--data-dir` | `GETBACK_DATA_DIR` |
//! | `--database-url` | `GETBACK_DATABASE_URL` |
//! | `--database-connections` | `GETBACK_DATABASE_CONNECTIONS` |
//! | `--listen` | `GETBACK_LISTEN` |
//! | `--no-worker` | `GETBACK_NO_WORKER` |
//! | `--threads` | `GETBACK_THREADS` |
//! | `--rate-limit` | `GETBACK_RATE_LIMIT` |
//! | `--shutdown-seconds` | `GETBACK_SHUTDOWN_SECONDS` |
//! | `--log` | `GETBACK_LOG` |
//! | `--log-format` | `GETBACK_LOG_FORMAT` |

mod database_url;
mod layer;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

pub use database_url::DatabaseUrl;
pub use layer::{Layer, LogFormat};

/// The defaults, with a comment each.
const DEFAULTS: &str = include_str!("../../../../config.default.toml");
/// The file that is read if it is there.
const FILE: &str = "getback.toml";
/// The SQLite database in the data directory.
const DATABASE: &str = "getback.db";

/// The settings in force. What they mean is told in `config.default.toml`.
#[derive(Clone, Debug, Serialize)]
pub struct Settings {
    /// The folder of the data.
    pub data_dir: PathBuf,
    /// The database.
    pub database_url: DatabaseUrl,
    /// The most connections to it.
    pub database_connections: u32,
    /// Where to listen.
    pub listen: String,
    /// Serve without the worker.
    pub no_worker: bool,
    /// Threads that answer requests; 0 is one per core.
    pub threads: usize,
    /// Requests per minute and token; 0 is no limit.
    pub rate_limit: u32,
    /// Seconds that requests may go on after a signal to stop.
    pub shutdown_seconds: u64,
    /// What to log.
    pub log: String,
    /// How to log.
    pub log_format: LogFormat,
}

impl Settings {
    /// Settles the settings: `flags` (with the environment beneath) over `file` over the defaults.
    pub fn read(flags: Layer, file: Option<&Path>) -> anyhow::Result<Settings> {
        let defaults = Layer::parse(DEFAULTS).context("`config.default.toml` is wrong")?;
        flags.over(from_file(file)?).over(defaults).settle()
    }

    /// The same settings with SQLite in a folder.
    pub fn in_folder(&self, folder: &Path) -> Settings {
        let database_url = DatabaseUrl::sqlite(&folder.join(DATABASE));
        Settings { data_dir: folder.to_owned(), database_url, ..self.clone() }
    }
}

fn from_file(named: Option<&Path>) -> anyhow::Result<Layer> {
    let path = named.unwrap_or(Path::new(FILE));
    if named.is_none() && !path.exists() {
        return Ok(Layer::default());
    }
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the configuration `{}`", path.display()))?;
    Layer::parse(&text).with_context(|| format!("the configuration `{}` is wrong", path.display()))
}

#[cfg(test)]
mod tests;

//! The lock of a SQLite data directory. It belongs to the role of the worker: whoever holds it sends, and nobody else. The
//! system lets go of it when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::config::Settings;

/// The role of the worker, held until this is dropped.
pub struct WorkerLock {
    _file: Option<File>,
}

impl WorkerLock {
    /// Takes the lock, or says who has it. On PostgreSQL any number of workers share the work.
    pub fn take(settings: &Settings) -> anyhow::Result<WorkerLock> {
        let Some(database) = settings.database_url.file() else { return Ok(WorkerLock { _file: None }) };
        let path = database.with_added_extension("lock");
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.with_context(|| format!("cannot open the lock `{}`", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("{}", held(&mut file, database)),
            Err(TryLockError::Error(e)) => {
                return Err(e).with_context(|| format!("cannot lock `{}`", path.display()));
            }
        }
        sign(&mut file).with_context(|| format!("cannot write the lock `{}`", path.display()))?;
        Ok(WorkerLock { _file: Some(file) })
    }
}

/// Leaves the process's number, for the message that another process gives.
fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "{}", std::process::id())
}

fn held(file: &mut File, database: &Path) -> String {
    let mut holder = String::new();
    // Without the number the message is still right.
    let _ = file.read_to_string(&mut holder);
    let holder = holder.parse::<u32>().map_or_else(|_| String::new(), |pid| format!(" (process {pid})"));
    let folder = database.parent().unwrap_or(database);
    format!(
        "the data directory `{}` is in use by another Getback{holder}; stop that one, or serve beside it with `--no-worker`",
        folder.display()
    )
}

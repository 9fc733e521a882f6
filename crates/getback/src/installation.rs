//! An installation: the data directory, the database in it or elsewhere, and the application on it.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use app::App;
use store::{Db, OpenError};

use crate::clock::SystemClock;
use crate::config::Settings;

/// Opens the installation and brings its schema up to date, making what is not there yet.
pub fn make(settings: &Settings) -> anyhow::Result<App> {
    let in_data_dir = settings.database_url.file().is_some_and(|file| file.starts_with(&settings.data_dir));
    if in_data_dir {
        make_folder(&settings.data_dir)?;
    }
    Ok(App::new(Arc::new(open(settings)?), Arc::new(SystemClock)))
}

/// Opens an installation that somebody made, for commands that have no use for an empty one.
pub fn find(settings: &Settings) -> anyhow::Result<App> {
    if let Some(file) = settings.database_url.file()
        && !file.exists()
    {
        bail!("there is no database at `{}`; make one with `getback init`", file.display());
    }
    make(settings)
}

fn open(settings: &Settings) -> anyhow::Result<Db> {
    let url = settings.database_url.reveal().to_owned();
    let opened = Db::open(&store::Settings { url, connections: settings.database_connections });
    opened.map_err(|e| match e {
        OpenError::Connect(why) => anyhow!("cannot open the database `{}`: {why}", settings.database_url),
        other => other.into(),
    })
}

/// What people wrote lies in it, so nobody else on the machine may look.
fn make_folder(folder: &Path) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("cannot make the data directory `{}`", folder.display()))
}

//! Finds PostgreSQL's server programs; Debian keeps them out of `PATH`.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::install;

const DEBIAN_FOLDER: &str = "/usr/lib/postgresql";

/// The folder of `initdb` and `postgres`; installs them where there are none.
pub(crate) fn folder() -> Result<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    install::debian_package("postgresql")?;
    find().context("`postgresql` is installed, but its `initdb` and `postgres` are not found in one folder")
}

/// `PATH` first, since that is the developer's choice; then Debian's folders, the newest version first.
pub(crate) fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let in_path = env::split_paths(&path).filter_map(|folder| real_folder(&folder));
    let mut versions: Vec<PathBuf> = fs::read_dir(DEBIAN_FOLDER)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    versions.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    let in_debian = versions.into_iter().filter_map(|folder| real_folder(&folder.join("bin")));
    in_path.chain(in_debian).next()
}

/// A link to `initdb` alone will not do: `initdb` looks for `postgres` where it lies itself.
fn real_folder(folder: &Path) -> Option<PathBuf> {
    let initdb = folder.join("initdb").canonicalize().ok()?;
    let folder = initdb.parent()?;
    folder.join("postgres").is_file().then(|| folder.to_owned())
}

fn version(folder: &Path) -> u32 {
    folder.file_name().and_then(OsStr::to_str).and_then(|name| name.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_needs_both_programs_and_links_are_followed() {
        let root = tempfile::tempdir().unwrap();
        let server = root.path().join("server");
        let links = root.path().join("links");
        fs::create_dir(&server).unwrap();
        fs::create_dir(&links).unwrap();
        fs::write(server.join("initdb"), "").unwrap();
        std::os::unix::fs::symlink(server.join("initdb"), links.join("initdb")).unwrap();
        assert_eq!(real_folder(&links), None);

        fs::write(server.join("postgres"), "").unwrap();
        assert_eq!(real_folder(&links), Some(server.canonicalize().unwrap()));
        assert_eq!(real_folder(root.path()), None);
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version(Path::new("/usr/lib/postgresql/15")) > version(Path::new("/usr/lib/postgresql/9")));
        assert_eq!(version(Path::new("/usr/lib/postgresql/other")), 0);
    }
}

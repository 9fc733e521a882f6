//! The files of this repository: what git tracks and what it would track.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The root of the workspace, wherever the command was started.
pub(crate) fn root() -> &'static Path {
    let own_crate = Path::new(env!("CARGO_MANIFEST_DIR"));
    own_crate.parent().expect("xtask lies in the workspace")
}

/// Paths relative to the root, sorted, without what `.gitignore` names.
pub(crate) fn files() -> Result<Vec<PathBuf>> {
    let listing = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("cannot run `git`, which lists the files to check")?;
    ensure!(listing.status.success(), "`git ls-files` failed: {}", String::from_utf8_lossy(&listing.stderr));
    let names = String::from_utf8(listing.stdout).context("a file name is not UTF-8")?;
    let mut paths: Vec<PathBuf> = names.split_terminator('\0').map(PathBuf::from).collect();
    paths.retain(|path| root().join(path).is_file());
    paths.sort();
    paths.dedup();
    Ok(paths)
}

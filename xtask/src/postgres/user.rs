//! Who runs the server: PostgreSQL refuses to run as root.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// An existing user without rights, by number.
#[derive(Debug, PartialEq)]
pub(crate) struct User {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

/// The user to become, or none if this process is not root.
pub(crate) fn unprivileged() -> Result<Option<User>> {
    if !rustix::process::getuid().is_root() {
        return Ok(None);
    }
    ensure!(cfg!(target_os = "linux"), "PostgreSQL refuses to run as root; run this as another user");
    let passwd = fs::read_to_string("/etc/passwd").context("cannot read `/etc/passwd`")?;
    let user = find(&passwd, "postgres").or_else(|| find(&passwd, "nobody"));
    user.map(Some).context("found neither a user `postgres` nor `nobody` to run PostgreSQL as")
}

/// `program` run as `user`, and killed by the kernel should this process die without cleaning up.
pub(crate) fn command(user: Option<&User>, program: &Path) -> Command {
    if !cfg!(target_os = "linux") {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    if let Some(User { uid, gid }) = user {
        command.arg(format!("--reuid={uid}")).arg(format!("--regid={gid}")).arg("--clear-groups");
    }
    command.arg("--pdeathsig=QUIT").arg("--").arg(program);
    command
}

/// Lines read `name:password:uid:gid:...`.
fn find(passwd: &str, name: &str) -> Option<User> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(User { uid, gid })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_found_by_their_whole_name() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nnobody2:x:7:8::/:\nnobody:x:65534:65533::/:\nbroken:x\n";
        for (name, expected) in [
            ("nobody", Some(User { uid: 65534, gid: 65533 })),
            ("root", Some(User { uid: 0, gid: 0 })),
            ("broken", None),
            ("absent", None),
        ] {
            assert_eq!(find(passwd, name), expected, "{name}");
        }
    }
}

//! Files name packages, never the registry they come from: every machine has its own mirrors.

use std::path::Path;

use super::finding::Finding;

/// Put together here, so that this file passes its own check.
const HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("python", "hosted.org"),
    concat!("npm", "js.org"),
    concat!("npm", "js.com"),
    concat!("yarn", "pkg.com"),
    concat!("deb", ".debian.org"),
    concat!("security", ".debian.org"),
];

/// Cargo writes this name, which is no host, for whatever mirror it used.
const CARGO_LOCK_SOURCE: &str = concat!("\"registry+https://github.com/rust-lang/crates", ".io-index\"");

pub(crate) fn check(path: &Path, text: &str) -> Vec<Finding> {
    let is_npm_lock = path.file_name().is_some_and(|name| name == "package-lock.json");
    let is_cargo_lock = path.file_name().is_some_and(|name| name == "Cargo.lock");
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if is_cargo_lock && line.contains(CARGO_LOCK_SOURCE) {
            continue;
        }
        if let Some(host) = HOSTS.iter().find(|host| line.contains(**host)) {
            let hint = "name the package alone; the machine's settings say where it comes from";
            findings.push(Finding::new(path, index + 1, format!("names the registry `{host}`"), hint));
        } else if is_npm_lock && line.trim_start().starts_with("\"resolved\": \"http") {
            let hint = "set `omit-lockfile-registry-resolved=true` in `.npmrc` and write the file again";
            findings.push(Finding::new(path, index + 1, "records where a package was downloaded", hint));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries_are_found() {
        let lock_line = format!("source = {CARGO_LOCK_SOURCE}\n");
        let url = format!("a\nsee https://index.{}/x\n", HOSTS[0]);
        for (path, text, expected) in [
            ("README.md", "cargo install --locked cargo-nextest\n", vec![]),
            ("README.md", url.as_str(), vec![2]),
            ("Cargo.lock", lock_line.as_str(), vec![]),
            ("Cargo.toml", lock_line.as_str(), vec![1]),
            ("a/package-lock.json", "{\n  \"resolved\": \"http://mirror/a.tgz\",\n", vec![2]),
            (
                "a/package-lock.json",
                "{\n  \"integrity\": \"sha512-a\",\n  \"resolved\": \"file:b\"\n",
                vec![],
            ),
        ] {
            let lines: Vec<usize> = check(Path::new(path), text).iter().map(|finding| finding.line).collect();
            assert_eq!(lines, expected, "{path}: {text}");
        }
    }
}

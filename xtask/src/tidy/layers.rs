//! Which crate may depend on which, by their manifests.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::finding::Finding;
use super::libraries;
use crate::repository;

/// Each of our crates and what it may use of ours. `testkit` may use all, and all may use it in their tests.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("suggest", &[]),
    ("web", &[]),
    ("xtask", &[]),
    ("store", &["domain"]),
    ("networks", &["domain"]),
    ("app", &["domain", "store", "networks", "suggest"]),
    ("api", &["app", "domain"]),
    ("worker", &["app", "domain"]),
    ("getback", &["domain", "suggest", "web", "store", "networks", "app", "api", "worker"]),
    ("testkit", &["domain", "suggest", "web", "store", "networks", "app", "api", "worker", "getback"]),
];

/// One line `name = ..` under a crate's dependencies.
#[derive(Debug, PartialEq)]
pub(crate) struct Edge {
    manifest: PathBuf,
    from: String,
    to: String,
    is_ours: bool,
    is_for_tests: bool,
}

/// What the manifests of the workspace declare; needs no registry.
pub(crate) fn read_metadata() -> Result<Vec<Edge>> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(repository::root())
        .output()
        .context("cannot run `cargo metadata`")?;
    ensure!(output.status.success(), "`cargo metadata` failed: {}", String::from_utf8_lossy(&output.stderr));
    let metadata = serde_json::from_slice(&output.stdout)?;
    edges(&metadata, repository::root()).context("`cargo metadata` answers in an unknown form")
}

pub(crate) fn check(edges: &[Edge]) -> Vec<Finding> {
    edges.iter().filter_map(check_edge).collect()
}

fn check_edge(edge: &Edge) -> Option<Finding> {
    let Edge { manifest, from, to, is_ours, is_for_tests } = edge;
    let finding = |hint: String| Some(Finding::new(manifest, 1, format!("`{from}` depends on `{to}`"), hint));
    if !is_ours {
        return libraries::check_manifest(manifest, to);
    }
    // Packages of black-box tests beside the crates use what they test.
    let is_test_package = manifest.starts_with("tests");
    if is_test_package || (*is_for_tests && from != "xtask") {
        return None;
    }
    if to == "testkit" {
        return finding("list it under `[dev-dependencies]`".to_owned());
    }
    match LAYERS.iter().find(|(name, _)| name == from) {
        None => finding("give the new crate its place in ARCHITECTURE.md and in tidy's `LAYERS`".to_owned()),
        Some((_, allowed)) if allowed.contains(&to.as_str()) => None,
        Some((_, [])) => finding("it may depend on none of our crates".to_owned()),
        Some((_, allowed)) => finding(format!("of our crates it may depend on {}", allowed.join(", "))),
    }
}

fn edges(metadata: &Value, root: &Path) -> Option<Vec<Edge>> {
    let mut edges = Vec::new();
    for package in metadata.get("packages")?.as_array()? {
        let manifest = Path::new(package.get("manifest_path")?.as_str()?);
        let manifest = manifest.strip_prefix(root).unwrap_or(manifest);
        for dependency in package.get("dependencies")?.as_array()? {
            edges.push(Edge {
                manifest: manifest.to_owned(),
                from: package.get("name")?.as_str()?.to_owned(),
                to: dependency.get("name")?.as_str()?.to_owned(),
                is_ours: dependency.get("path").is_some_and(Value::is_string),
                is_for_tests: dependency.get("kind").and_then(Value::as_str) == Some("dev"),
            });
        }
    }
    Some(edges)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: &str, to: &str) -> Edge {
        let manifest = Path::new("crates").join(from).join("Cargo.toml");
        Edge { manifest, from: from.to_owned(), to: to.to_owned(), is_ours: true, is_for_tests: false }
    }

    #[test]
    fn layers_point_down() {
        for (from, to, is_allowed) in [
            ("app", "store", true),
            ("app", "suggest", true),
            ("app", "api", false),
            ("api", "domain", true),
            ("api", "store", false),
            ("worker", "networks", false),
            ("web", "domain", false),
            ("domain", "suggest", false),
            ("suggest", "domain", false),
            ("store", "networks", false),
            ("networks", "store", false),
            ("getback", "worker", true),
            ("getback", "testkit", false),
            ("testkit", "api", true),
            ("xtask", "domain", false),
            ("newcomer", "domain", false),
        ] {
            assert_eq!(check_edge(&edge(from, to)).is_none(), is_allowed, "{from} -> {to}");
        }
    }

    #[test]
    fn tests_may_use_what_they_test() {
        for (from, to, is_allowed) in
            [("store", "testkit", true), ("api", "store", true), ("xtask", "testkit", false)]
        {
            let edge = Edge { is_for_tests: true, ..edge(from, to) };
            assert_eq!(check_edge(&edge).is_none(), is_allowed, "{from} -> {to}");
        }
        let edge = Edge { manifest: "tests/http/Cargo.toml".into(), ..edge("http", "testkit") };
        assert_eq!(check_edge(&edge), None);
    }

    #[test]
    fn metadata_is_read() {
        let metadata = serde_json::json!({ "packages": [{
            "name": "app",
            "manifest_path": "/root/crates/app/Cargo.toml",
            "dependencies": [
                { "name": "store", "kind": null, "path": "/root/crates/store" },
                { "name": "insta", "kind": "dev" },
            ],
        }] });
        let expected =
            vec![edge("app", "store"), Edge { is_ours: false, is_for_tests: true, ..edge("app", "insta") }];
        assert_eq!(edges(&metadata, Path::new("/root")), Some(expected));
        assert_eq!(edges(&serde_json::json!({}), Path::new("/root")), None);
    }
}

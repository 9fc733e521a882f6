//! Both databases have the same migrations, each with its way back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::finding::Finding;

const DATABASES: [&str; 2] = ["sqlite", "postgres"];
const SCRIPTS: [&str; 2] = ["up.sql", "down.sql"];

pub(crate) fn check(paths: &[PathBuf]) -> Vec<Finding> {
    let mut scripts_by_name: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for path in paths {
        if let Some((database, name, script)) = parts(path) {
            scripts_by_name.entry(name).or_default().insert((database, script));
        }
    }
    let mut findings = Vec::new();
    for (name, scripts) in scripts_by_name {
        for database in DATABASES {
            for script in SCRIPTS {
                if !scripts.contains(&(database, script)) {
                    let path = Path::new("migrations").join(database).join(name).join(script);
                    let hint = "every migration has `up.sql` and `down.sql` for SQLite and for PostgreSQL";
                    findings.push(Finding::new(&path, 1, "is missing", hint));
                }
            }
        }
    }
    findings
}

/// `migrations/<database>/<name>/<script>`
fn parts(path: &Path) -> Option<(&str, &str, &str)> {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    match parts.as_slice() {
        ["migrations", database, name, script] => Some((database, name, script)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_have_both_scripts() {
        let all =
            ["sqlite/1_a/up.sql", "sqlite/1_a/down.sql", "postgres/1_a/up.sql", "postgres/1_a/down.sql"];
        for (left_out, missing) in [
            (vec![], vec![]),
            (vec![1], vec!["migrations/sqlite/1_a/down.sql"]),
            (vec![2, 3], vec!["migrations/postgres/1_a/up.sql", "migrations/postgres/1_a/down.sql"]),
            (vec![0, 1, 2, 3], vec![]),
        ] {
            let kept = all.iter().enumerate().filter(|(index, _)| !left_out.contains(index));
            let mut paths: Vec<PathBuf> = kept.map(|(_, path)| Path::new("migrations").join(path)).collect();
            paths.push(PathBuf::from("migrations/README.md"));
            let found: Vec<PathBuf> = check(&paths).into_iter().map(|finding| finding.path).collect();
            assert_eq!(found, missing.iter().map(PathBuf::from).collect::<Vec<_>>());
        }
    }

    #[test]
    fn names_must_be_the_same() {
        let paths: Vec<PathBuf> = ["sqlite/1_a", "postgres/1_b"]
            .iter()
            .flat_map(|folder| SCRIPTS.map(|script| Path::new("migrations").join(folder).join(script)))
            .collect();
        assert_eq!(check(&paths).len(), 4);
    }
}

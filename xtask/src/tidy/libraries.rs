//! The large libraries stay in their crates: the database, the web server, the HTTP client.

use std::path::Path;

use super::finding::Finding;
use super::source::Source;

/// A library stays in the named places, given as paths from the root.
struct Library {
    name: &'static str,
    places: &'static [&'static str],
}

const LIBRARIES: &[Library] = &[
    Library {
        name: "diesel",
        // The value types of `domain` derive their SQL kinds; `testkit` makes and drops databases.
        places: &[
            "crates/store",
            "crates/domain/src/sql.rs",
            "crates/domain/src/ids.rs",
            "crates/domain/src/time.rs",
            "crates/testkit",
        ],
    },
    Library { name: "diesel_migrations", places: &["crates/store"] },
    Library {
        name: "actix_web",
        // The black-box tests in `tests` borrow its runtime by `#[actix_web::test]`.
        places: &["crates/api", "crates/web", "crates/getback", "crates/testkit", "tests"],
    },
    Library { name: "reqwest", places: &["crates/networks", "crates/testkit", "tests/cli"] },
];

pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Library { name, places } in LIBRARIES {
        // `Path` compares whole components.
        if places.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        for line in source.lines_of(&[name]) {
            let hint = format!("move what needs it to {}", places.join(", "));
            findings.push(source.finding(line, format!("uses `{name}`"), hint));
        }
    }
    findings
}

/// Checks one dependency that a manifest names: only a crate with such a place may.
pub(crate) fn check_manifest(manifest: &Path, package: &str) -> Option<Finding> {
    let name = package.replace('-', "_");
    let Library { places, .. } = LIBRARIES.iter().find(|library| library.name == name)?;
    let folder = manifest.parent()?;
    if places.iter().any(|place| Path::new(place).starts_with(folder)) {
        return None;
    }
    let hint = format!("it is for {} alone", places.join(", "));
    Some(Finding::new(manifest, 1, format!("depends on `{package}`"), hint))
}

#[cfg(test)]
mod tests {
    use super::super::source::lines;
    use super::*;

    #[test]
    fn libraries_stay_in_their_places() {
        for (path, text, expected) in [
            ("crates/store/src/a.rs", "use diesel::prelude::*;", vec![]),
            ("crates/domain/src/sql.rs", "use diesel::sql_types::Binary;", vec![]),
            ("crates/domain/src/role.rs", "\n#[derive(diesel::Queryable)]\nstruct A;", vec![2]),
            ("crates/domain/src/role.rs", "#[diesel(sql_type = A)]\nstruct A;", vec![1]),
            ("crates/domain/src/role.rs", "//! Words about diesel.\n", vec![]),
            ("crates/app/src/a.rs", "use diesel_migrations::embed_migrations;", vec![1]),
            ("crates/api/src/a.rs", "use actix_web::web;", vec![]),
            ("crates/testkit/src/a.rs", "use actix_web::web;\nuse reqwest::Client;", vec![]),
            ("crates/app/src/a.rs", "use actix_web::web;", vec![1]),
            ("crates/networks/src/a.rs", "use reqwest::Client;", vec![]),
            ("crates/networks_extra/src/a.rs", "use reqwest::Client;", vec![1]),
            ("tests/http/a.rs", "fn a() { reqwest::get(b); }", vec![1]),
            ("tests/http/a.rs", "#[actix_web::test]\nasync fn a() {}", vec![]),
        ] {
            assert_eq!(lines(path, text, check), expected, "{path}: {text}");
        }
    }

    #[test]
    fn libraries_have_few_users() {
        for (folder, package, is_allowed) in [
            ("crates/store", "diesel", true),
            ("crates/domain", "diesel", true),
            ("crates/app", "diesel", false),
            ("crates/domain", "diesel_migrations", false),
            ("crates/api", "actix-web", true),
            ("crates/worker", "actix-web", false),
            ("crates/networks", "reqwest", true),
            ("crates/app", "reqwest", false),
            ("tests", "actix-web", true),
            ("tests", "diesel", false),
            ("crates/app", "serde", true),
        ] {
            let manifest = Path::new(folder).join("Cargo.toml");
            assert_eq!(check_manifest(&manifest, package).is_none(), is_allowed, "{folder} -> {package}");
        }
    }
}

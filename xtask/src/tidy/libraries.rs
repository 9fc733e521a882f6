//! The large libraries stay in their crates: the database, the web server, the HTTP client.
//!
//! The manifests say which crates may name them at all; see `layers`. Here: which files.

use super::finding::Finding;
use super::source::Source;

/// A library stays in the named places; a place is a path from the root, a folder ends with `/`.
struct Library {
    name: &'static str,
    places: &'static [&'static str],
}

const LIBRARIES: &[Library] = &[
    Library { name: "diesel", places: &["crates/store/", "crates/domain/src/sql.rs"] },
    Library { name: "diesel_migrations", places: &["crates/store/"] },
    Library {
        name: "actix_web",
        places: &["crates/api/", "crates/web/", "crates/getback/", "crates/testkit/"],
    },
    Library { name: "reqwest", places: &["crates/networks/", "crates/testkit/"] },
];

pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Library { name, places } in LIBRARIES {
        if places.iter().any(|place| is_in(source, place)) {
            continue;
        }
        for line in source.lines_of(&[name]) {
            let hint = format!("move what needs it to {}", places.join(", "));
            findings.push(source.finding(line, format!("uses `{name}`"), hint));
        }
    }
    findings
}

fn is_in(source: &Source, place: &str) -> bool {
    // Compares whole path components.
    source.path.starts_with(place.trim_end_matches('/'))
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
            ("crates/domain/src/ids.rs", "\n#[derive(diesel::Queryable)]\nstruct A;", vec![2]),
            ("crates/domain/src/ids.rs", "#[diesel(sql_type = A)]\nstruct A;", vec![1]),
            ("crates/domain/src/ids.rs", "//! Words about diesel.\n", vec![]),
            ("crates/app/src/a.rs", "use diesel_migrations::embed_migrations;", vec![1]),
            ("crates/api/src/a.rs", "use actix_web::web;", vec![]),
            ("crates/testkit/src/a.rs", "use actix_web::web;\nuse reqwest::Client;", vec![]),
            ("crates/app/src/a.rs", "use actix_web::web;", vec![1]),
            ("crates/networks/src/a.rs", "use reqwest::Client;", vec![]),
            ("crates/networks_extra/src/a.rs", "use reqwest::Client;", vec![1]),
            ("tests/http/a.rs", "fn a() { reqwest::get(b); }", vec![1]),
        ] {
            assert_eq!(lines(path, text, check), expected, "{path}: {text}");
        }
    }
}

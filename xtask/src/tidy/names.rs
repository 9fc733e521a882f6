//! Files are named for what they hold; drawers for odds and ends only grow.

use std::path::Path;

use super::finding::Finding;

const DRAWERS: &[&str] = &["common", "helper", "helpers", "misc", "util", "utils"];

pub(crate) fn check(path: &Path) -> Option<Finding> {
    let drawer = path
        .iter()
        .filter_map(|part| part.to_str())
        .find(|part| DRAWERS.contains(&part.split('.').next().unwrap_or_default()))?;
    Some(Finding::new(path, 1, format!("is named `{drawer}`"), "name the thing that it holds"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawers_are_found() {
        for (path, is_found) in [
            ("crates/app/src/utils.rs", true),
            ("crates/app/src/helpers/mod.rs", true),
            ("tests/common/mod.rs", true),
            ("crates/web/app/src/helpers.test.ts", true),
            ("crates/app/src/common_words.rs", false),
            ("crates/app/src/posts/add.rs", false),
        ] {
            assert_eq!(check(Path::new(path)).is_some(), is_found, "{path}");
        }
    }
}

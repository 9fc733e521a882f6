//! The URL of a database, whose password is never shown.

use std::convert::Infallible;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

const SQLITE: &str = "sqlite://";

/// `sqlite://PATH` or `postgres://...`; whether it is right is found out when it is opened.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The SQLite database in a file.
    pub fn sqlite(file: &Path) -> DatabaseUrl {
        DatabaseUrl(format!("{SQLITE}{}", file.display()))
    }

    /// The whole URL, with its password.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> Option<&Path> {
        self.0.strip_prefix(SQLITE).map(Path::new)
    }

    /// The URL with `***` for the password, whether it stands before the host or among the parameters.
    fn masked(&self) -> String {
        let Some((scheme, rest)) = self.0.split_once("://") else { return self.0.clone() };
        if self.file().is_some() {
            return self.0.clone();
        }
        let (place, query) = rest.split_once('?').map_or((rest, None), |(place, query)| (place, Some(query)));
        let place = match place.rsplit_once('@') {
            Some((who, host)) => {
                let user = who.split_once(':').map_or(who.to_owned(), |(user, _)| format!("{user}:***"));
                format!("{user}@{host}")
            }
            None => place.to_owned(),
        };
        let Some(query) = query else { return format!("{scheme}://{place}") };
        let secret = |pair: &str| pair.split_once('=').is_some_and(|(name, _)| name.contains("password"));
        let pairs: Vec<&str> =
            query.split('&').map(|pair| if secret(pair) { "password=***" } else { pair }).collect();
        format!("{scheme}://{place}?{}", pairs.join("&"))
    }
}

impl FromStr for DatabaseUrl {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(DatabaseUrl(text.to_owned()))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.masked())
    }
}

/// For `getback config`: what is shown is masked.
impl Serialize for DatabaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_masked() {
        for (url, shown) in [
            ("postgres://ada:s3cret@db:5432/getback", "postgres://ada:***@db:5432/getback"),
            ("postgres://ada:s3@cret@db/getback", "postgres://ada:***@db/getback"),
            ("postgres://ada@db/getback?password=s3cret&a=b", "postgres://ada@db/getback?password=***&a=b"),
            ("postgres://db/getback", "postgres://db/getback"),
            ("sqlite:///srv/a:b@c.db", "sqlite:///srv/a:b@c.db"),
        ] {
            assert_eq!(DatabaseUrl(url.to_owned()).to_string(), shown);
        }
    }
}

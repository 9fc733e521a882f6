//! A fresh database per test. Without `GETBACK_TEST_POSTGRES` it is SQLite; with it (the URL of a cluster's admin), a
//! database of that cluster, copied from a template that was migrated once.

use std::sync::{Arc, OnceLock};

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, SqliteConnection};
use store::{Db, Settings};
use tempfile::TempDir;

/// A database that goes away with the test.
pub struct TestDb {
    /// The database, open.
    pub db: Arc<Db>,
    /// Its URL, for programs started beside the test.
    pub url: String,
    place: Place,
}

enum Place {
    Folder(#[expect(dead_code, reason = "removed when dropped")] TempDir),
    Server { admin: String, name: String },
}

impl TestDb {
    /// A fresh, migrated database.
    pub fn new() -> TestDb {
        TestDb::like(Template::Empty)
    }

    /// A database for looking at plans: PostgreSQL plans by how many rows there are, so it has some. SQLite has no statistics
    /// and plans alike at any size.
    pub fn filled() -> TestDb {
        TestDb::like(Template::Filled)
    }

    fn like(template: Template) -> TestDb {
        match std::env::var("GETBACK_TEST_POSTGRES") {
            Ok(admin) => TestDb::postgres(&admin, template),
            Err(_) => TestDb::sqlite(),
        }
    }

    /// Notes a step of the schema that this program does not know, as a newer one would leave it.
    pub fn db_pretend_newer_schema(&self) {
        let note = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000000')";
        let noted = match self.url.strip_prefix("sqlite://") {
            Some(file) => SqliteConnection::establish(file).expect("the file opens").batch_execute(note),
            None => PgConnection::establish(&self.url).expect("the cluster runs").batch_execute(note),
        };
        noted.expect("the table of steps is there");
    }

    fn sqlite() -> TestDb {
        static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
        let folder = tempfile::tempdir().expect("the system has room for a folder");
        let path = folder.path().join("getback.db");
        let template = TEMPLATE.get_or_init(|| {
            let made = tempfile::tempdir().expect("the system has room for a folder");
            let file = made.path().join("template.db");
            drop(open(&format!("sqlite://{}", file.display())));
            std::fs::read(&file).expect("the template was just made")
        });
        std::fs::write(&path, template).expect("the folder was just made");
        let url = format!("sqlite://{}", path.display());
        TestDb { db: Arc::new(open(&url)), url, place: Place::Folder(folder) }
    }

    fn postgres(admin: &str, template: Template) -> TestDb {
        let mut random = [0; 8];
        getrandom::fill(&mut random).expect("the system has randomness");
        let name = format!("test_{:016x}", u64::from_be_bytes(random));
        let mut c = PgConnection::establish(admin).expect("GETBACK_TEST_POSTGRES names a cluster that runs");
        prepare(&mut c, admin, template);
        let template = template.name();
        c.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
            .expect("the template can be copied");
        let url = on_database(admin, &name);
        TestDb { db: Arc::new(open(&url)), url, place: Place::Server { admin: admin.to_owned(), name } }
    }
}

impl Default for TestDb {
    fn default() -> Self {
        TestDb::new()
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Place::Server { admin, name } = &self.place
            && let Ok(mut c) = PgConnection::establish(admin)
        {
            // What cannot be dropped goes with the cluster.
            let _ = c.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn open(url: &str) -> Db {
    Db::open(&Settings { url: url.to_owned(), connections: 4 }).expect("a fresh database opens")
}

/// What a database of a cluster begins as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Template {
    /// Migrated.
    Empty,
    /// Migrated, with rows of every kind.
    Filled,
}

impl Template {
    fn name(self) -> &'static str {
        match self {
            Template::Empty => "getback_template",
            Template::Filled => "getback_filled",
        }
    }
}

/// Makes a template once per cluster, whichever test process comes first.
fn prepare(c: &mut PgConnection, admin: &str, template: Template) {
    c.batch_execute("SELECT pg_advisory_lock(1)").expect("the lock is free in the end");
    let name = template.name();
    if c.batch_execute(&format!("CREATE DATABASE {name}")).is_ok() {
        let url = on_database(admin, name);
        drop(open(&url));
        if template == Template::Filled {
            let mut filled = PgConnection::establish(&url).expect("the database was just made");
            filled.batch_execute(include_str!("filling.sql")).expect("the rows fit the schema");
        }
    }
    c.batch_execute("SELECT pg_advisory_unlock(1)").expect("the lock was taken");
}

/// The same cluster, another database.
fn on_database(admin: &str, name: &str) -> String {
    let (base, query) = admin.split_once('?').map_or((admin, ""), |(base, query)| (base, query));
    let (server, _) = base.rsplit_once('/').expect("the URL names a database");
    if query.is_empty() { format!("{server}/{name}") } else { format!("{server}/{name}?{query}") }
}

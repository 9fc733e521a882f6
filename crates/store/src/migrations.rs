//! The schema's steps, embedded, run at start under a lock.

use diesel::connection::SimpleConnection;
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::conn::{Conn, on};
use crate::db::OpenError;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Any constant: the lock that processes starting at once take to run migrations one after the other.
const MIGRATION_LOCK: &str = "7034511294";

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Conn {
    /// Brings the schema up to date; how many steps ran. Fails if the schema is newer than this program.
    pub(crate) fn migrate(&mut self) -> Result<usize, OpenError> {
        if let Conn::Postgres(c) = self {
            c.batch_execute(&format!("SELECT pg_advisory_lock({MIGRATION_LOCK})"))
                .map_err(|e| OpenError::Migration(e.into()))?;
        }
        let ran = self.refuse_newer().and_then(|()| self.run_pending().map_err(OpenError::Migration));
        if let Conn::Postgres(c) = self {
            c.batch_execute(&format!("SELECT pg_advisory_unlock({MIGRATION_LOCK})"))
                .map_err(|e| OpenError::Migration(e.into()))?;
        }
        ran
    }

    /// Undoes every step, newest first.
    pub(crate) fn revert_all(&mut self) -> Result<(), OpenError> {
        match self {
            Conn::Sqlite(c) => c.revert_all_migrations(SQLITE).map(drop),
            Conn::Postgres(c) => c.revert_all_migrations(POSTGRES).map(drop),
        }
        .map_err(OpenError::Migration)
    }

    fn run_pending(&mut self) -> Result<usize, Failure> {
        match self {
            Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(|ran| ran.len()),
            Conn::Postgres(c) => c.run_pending_migrations(POSTGRES).map(|ran| ran.len()),
        }
    }

    fn refuse_newer(&mut self) -> Result<(), OpenError> {
        let known = known(matches!(self, Conn::Sqlite(_))).map_err(OpenError::Migration)?;
        let applied: Vec<MigrationVersion<'static>> =
            on!(self, |c| c.applied_migrations()).map_err(OpenError::Migration)?;
        match applied.iter().find(|version| !known.contains(&version.to_string())) {
            Some(unknown) => Err(OpenError::NewerSchema(unknown.to_string())),
            None => Ok(()),
        }
    }
}

fn known(sqlite: bool) -> Result<Vec<String>, Failure> {
    if sqlite {
        let steps = MigrationSource::<Sqlite>::migrations(&SQLITE)?;
        return Ok(steps.iter().map(|step| step.name().version().to_string()).collect());
    }
    let steps = MigrationSource::<Pg>::migrations(&POSTGRES)?;
    Ok(steps.iter().map(|step| step.name().version().to_string()).collect())
}

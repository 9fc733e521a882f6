//! The database as a whole: opening it, readers and writers.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::R2D2Connection;
use diesel::sql_types::BigInt;
use domain::Timestamp;
use r2d2::{ManageConnection, Pool, PooledConnection};

use crate::conn::{Conn, StoreError, on};

/// Which database a [`Db`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, one process that writes.
    Sqlite,
    /// A server, any number of processes.
    Postgres,
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite://PATH` or `postgres://...`.
    pub url: String,
    /// Connections to keep at the most; on SQLite of readers, beside the one writer.
    pub connections: u32,
}

/// Why a database could not be opened: one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL names neither database.
    #[error("the database URL must start with `sqlite://` or `postgres://`")]
    Url,
    /// It cannot be reached or opened.
    #[error("cannot open the database: {0}")]
    Connect(String),
    /// Its schema is newer than this program.
    #[error("the database's schema (step {0}) is newer than this program; start a newer Getback")]
    NewerSchema(String),
    /// A step of the schema failed.
    #[error("cannot bring the database's schema up to date: {0}")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// How many connections there are.
#[derive(Clone, Copy, Debug)]
pub struct PoolState {
    /// Open ones.
    pub open: u32,
    /// Those of them that nobody uses.
    pub idle: u32,
    /// As many as there may be.
    pub max: u32,
}

/// A database with its connections. Calls block: run them on a thread that may.
pub struct Db {
    engine: Engine,
    pool: Pool<Source>,
    /// SQLite's one writer. Many writers would starve each other.
    writer: Option<Mutex<Conn>>,
    steps_run: usize,
}

impl Db {
    /// Opens the database and brings its schema up to date.
    pub fn open(settings: &Settings) -> Result<Db, OpenError> {
        let source = Source::parse(&settings.url)?;
        let mut first = source.connect().map_err(|e| OpenError::Connect(e.to_string()))?;
        let steps_run = first.migrate()?;
        let engine = source.engine();
        let pool = Pool::builder()
            .max_size(settings.connections.max(1))
            .min_idle(Some(0))
            .connection_timeout(Duration::from_secs(5))
            .test_on_check_out(engine == Engine::Postgres)
            .build_unchecked(source);
        let writer = (engine == Engine::Sqlite).then(|| Mutex::new(first));
        Ok(Db { engine, pool, writer, steps_run })
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// How many steps of the schema ran when it was opened.
    pub fn steps_run(&self) -> usize {
        self.steps_run
    }

    /// Runs queries that change nothing.
    pub fn read<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        f(&mut *self.connection()?)
    }

    /// Runs `f` in one write transaction.
    pub fn write<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        match &self.writer {
            Some(writer) => writer.lock().unwrap_or_else(PoisonError::into_inner).write(f),
            None => self.connection()?.write(f),
        }
    }

    /// How the pool of connections stands; on SQLite that of readers.
    pub fn pool(&self) -> PoolState {
        let state = self.pool.state();
        PoolState { open: state.connections, idle: state.idle_connections, max: self.pool.max_size() }
    }

    /// Undoes the whole schema and makes it again, for the test of the migrations.
    pub fn migrate_down_and_up(&self) -> Result<(), OpenError> {
        let again = |conn: &mut Conn| {
            conn.revert_all()?;
            conn.migrate().map(drop)
        };
        match &self.writer {
            Some(writer) => again(&mut writer.lock().unwrap_or_else(PoisonError::into_inner)),
            None => again(&mut *self.connection().map_err(|e| OpenError::Connect(e.to_string()))?),
        }
    }

    fn connection(&self) -> Result<PooledConnection<Source>, StoreError> {
        Ok(self.pool.get()?)
    }
}

/// Where connections come from.
#[derive(Clone, Debug)]
enum Source {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Source {
    fn parse(url: &str) -> Result<Source, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() {
                return Err(OpenError::Url);
            }
            return Ok(Source::Sqlite(path.into()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Source::Postgres(url.to_owned()));
        }
        Err(OpenError::Url)
    }

    fn engine(&self) -> Engine {
        match self {
            Source::Sqlite(_) => Engine::Sqlite,
            Source::Postgres(_) => Engine::Postgres,
        }
    }
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// A UUIDv7 of a time, for rows that `INSERT .. SELECT` makes; PostgreSQL has it from a migration.
    fn uuid7(at: BigInt) -> Binary;
}

/// `busy_timeout` comes first, because switching to WAL needs a lock.
const SQLITE_SETUP: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY";

const POSTGRES_SETUP: &str = "SET statement_timeout = '10s'; SET lock_timeout = '3s'; \
    SET idle_in_transaction_session_timeout = '30s'; SET timezone = 'UTC'; SET client_min_messages = 'warning'";

fn open_sqlite(path: &std::path::Path) -> Result<SqliteConnection, diesel::r2d2::Error> {
    let mut c =
        SqliteConnection::establish(&path.to_string_lossy()).map_err(diesel::r2d2::Error::ConnectionError)?;
    c.batch_execute(SQLITE_SETUP).map_err(diesel::r2d2::Error::QueryError)?;
    uuid7_utils::register_nondeterministic_impl(&mut c, |at: i64| {
        uuid7_of(Timestamp(at)).as_bytes().to_vec()
    })
    .map_err(diesel::r2d2::Error::QueryError)?;
    Ok(c)
}

fn uuid7_of(at: Timestamp) -> uuid::Uuid {
    let millis = at.as_millis();
    let seconds = millis / 1_000;
    let nanos = u32::try_from(millis % 1_000 * 1_000_000).unwrap_or(0);
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
}

impl ManageConnection for Source {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        match self {
            Source::Sqlite(path) => open_sqlite(path).map(Conn::Sqlite),
            Source::Postgres(url) => {
                let mut c = PgConnection::establish(url).map_err(diesel::r2d2::Error::ConnectionError)?;
                c.batch_execute(POSTGRES_SETUP).map_err(diesel::r2d2::Error::QueryError)?;
                Ok(Conn::Postgres(c))
            }
        }
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        on!(conn, |c| c.ping()).map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || on!(conn, |c| c.is_broken())
    }
}

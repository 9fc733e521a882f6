//! One connection type for two databases. A query written once with diesel runs on either through [`Run`]; only true
//! differences of dialect take an arm of [`on!`] (ADR 0001).

use diesel::backend::Backend;
use diesel::connection::{AnsiTransactionManager as Transactions, TransactionManager};
use diesel::expression::{AsExpression, TypedExpressionType};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::LoadQuery;
use diesel::query_dsl::methods::ExecuteDsl;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::sql_types::{SqlType, Untyped};
use domain::WorkspaceId;

/// A connection to either database.
pub enum Conn {
    /// The embedded default.
    Sqlite(SqliteConnection),
    /// The engine for teams that outgrow one machine.
    Postgres(PgConnection),
}

/// Expands one body for both databases.
macro_rules! on {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::Conn::Sqlite($c) => $body,
            $crate::Conn::Postgres($c) => $body,
        }
    };
}
pub(crate) use on;

/// What a query can fail with, as far as a caller can act on it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A constraint of this name was broken: two writers raced, or a rule of the database stopped the write.
    #[error("constraint `{0}` was broken")]
    Constraint(String),
    /// The database is busy, locked or unreachable; trying again later can succeed.
    #[error("the database is busy or unreachable")]
    Busy(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Anything else.
    #[error("query failed")]
    Query(#[source] DieselError),
}

/// The result of a query.
pub type StoreResult<T> = Result<T, StoreError>;

impl From<DieselError> for StoreError {
    fn from(e: DieselError) -> Self {
        let DieselError::DatabaseError(kind, info) = &e else {
            return StoreError::Query(e);
        };
        let message = info.message();
        match kind {
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::CheckViolation => {
                StoreError::Constraint(info.constraint_name().unwrap_or(message).to_owned())
            }
            // What a trigger of SQLite refuses has no kind of its own; ours speak like a check.
            DatabaseErrorKind::Unknown if message.starts_with("CHECK constraint failed") => {
                StoreError::Constraint(message.to_owned())
            }
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::SerializationFailure => {
                StoreError::Busy(Box::new(e))
            }
            _ if ["database is locked", "deadlock detected", "lock timeout", "statement timeout"]
                .iter()
                .any(|m| message.contains(m)) =>
            {
                StoreError::Busy(Box::new(e))
            }
            _ => StoreError::Query(e),
        }
    }
}

impl From<r2d2::Error> for StoreError {
    fn from(e: r2d2::Error) -> Self {
        StoreError::Busy(Box::new(e))
    }
}

impl Conn {
    /// Runs `f` in a write transaction: committed if it succeeds, rolled back if it fails. SQLite takes its write lock
    /// at once, so it may wait but never fails half-way.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        f: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let begun = match self {
            Conn::Sqlite(c) => Transactions::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
            Conn::Postgres(c) => Transactions::begin_transaction(c),
        };
        begun.map_err(StoreError::from)?;
        match f(self) {
            Ok(value) => {
                on!(self, |c| Transactions::commit_transaction(c)).map_err(StoreError::from)?;
                Ok(value)
            }
            Err(e) => {
                if let Err(rollback) = on!(self, |c| Transactions::rollback_transaction(c)) {
                    tracing::warn!(error = %rollback, "rolling back failed; the connection will be replaced");
                }
                Err(e)
            }
        }
    }

    /// Holds off structural changes of the workspace (merges, shipping, undo) until the transaction ends, without holding
    /// off other decisions. SQLite has one writer and needs no lock.
    pub fn lock_shared(&mut self, workspace: WorkspaceId) -> StoreResult<()> {
        self.advisory_lock("SELECT pg_advisory_xact_lock_shared(", workspace)
    }

    /// Holds off every other decision in the workspace until the transaction ends. Keep such transactions short.
    pub fn lock_exclusive(&mut self, workspace: WorkspaceId) -> StoreResult<()> {
        self.advisory_lock("SELECT pg_advisory_xact_lock(", workspace)
    }

    /// Holds off other writers of threads; a lock of its own, so that it does not hold off decisions.
    pub(crate) fn lock_threads(&mut self, workspace: WorkspaceId) -> StoreResult<()> {
        self.advisory_lock("SELECT pg_advisory_xact_lock(-1 - ", workspace)
    }

    /// Runs `f` so that what it wrote is taken back if it says `None`, and the transaction goes on.
    pub fn attempt<T, E: From<StoreError>>(
        &mut self,
        f: impl FnOnce(&mut Conn) -> Result<Option<T>, E>,
    ) -> Result<Option<T>, E> {
        on!(self, |c| Transactions::begin_transaction(c)).map_err(StoreError::from)?;
        let outcome = f(self);
        let ended = match &outcome {
            Ok(Some(_)) => on!(self, |c| Transactions::commit_transaction(c)),
            _ => on!(self, |c| Transactions::rollback_transaction(c)),
        };
        match (outcome, ended) {
            (Ok(value), Ok(())) => Ok(value),
            (Ok(_), Err(e)) => Err(StoreError::from(e).into()),
            (Err(e), _) => Err(e),
        }
    }

    fn advisory_lock(&mut self, call: &'static str, workspace: WorkspaceId) -> StoreResult<()> {
        if let Conn::Postgres(c) = self {
            let (high, low) = workspace.0.as_u64_pair();
            let key = i64::from_be_bytes((high ^ low).to_be_bytes());
            sql(call).bind::<diesel::sql_types::BigInt, _>(key).sql(")").execute(c)?;
        }
        Ok(())
    }
}

/// Whatever diesel can run on both databases runs on [`Conn`].
pub(crate) trait Run: Sized {
    /// Runs it; the number of rows touched.
    fn run(self, conn: &mut Conn) -> StoreResult<usize>
    where
        Self: Exec<SqliteConnection> + Exec<PgConnection>,
    {
        Ok(on!(conn, |c| self.execute(c))?)
    }

    /// All rows.
    fn all<'q, U>(self, conn: &mut Conn) -> StoreResult<Vec<U>>
    where
        Self: Load<'q, SqliteConnection, U> + Load<'q, PgConnection, U>,
    {
        Ok(on!(conn, |c| self.load(c))?)
    }

    /// The one row.
    fn one<'q, U>(self, conn: &mut Conn) -> StoreResult<U>
    where
        Self: Load<'q, SqliteConnection, U> + Load<'q, PgConnection, U>,
    {
        Ok(on!(conn, |c| self.get_result(c))?)
    }

    /// The one row, if there is one.
    fn maybe<'q, U>(self, conn: &mut Conn) -> StoreResult<Option<U>>
    where
        Self: Load<'q, SqliteConnection, U> + Load<'q, PgConnection, U>,
    {
        Ok(on!(conn, |c| self.get_result(c)).optional()?)
    }
}

impl<Q> Run for Q {}

/// Executes on `C`.
pub(crate) trait Exec<C: Connection>: RunQueryDsl<C> + ExecuteDsl<C> {}
impl<C: Connection, Q: RunQueryDsl<C> + ExecuteDsl<C>> Exec<C> for Q {}

/// Loads rows of `U` from `C`.
pub(crate) trait Load<'q, C, U>: RunQueryDsl<C> + LoadQuery<'q, C, U> {}
impl<'q, C, U, Q: RunQueryDsl<C> + LoadQuery<'q, C, U>> Load<'q, C, U> for Q {}

/// The columns of a row type, for `select`; they are the same on both databases.
pub(crate) fn of<T: Selectable<Pg>>() -> T::SelectExpression {
    T::construct_selection()
}

/// SQL text with typed parameters in place. Unlike `sql_query` it stays in the statement cache; the text is constant.
pub(crate) struct Sql<Q>(Q);
/// Text of an [`Sql`].
pub(crate) struct Raw(&'static str);
/// Two parts of an [`Sql`], one after the other.
pub(crate) struct Then<A, B>(A, B);

/// Starts an [`Sql`].
pub(crate) fn sql(text: &'static str) -> Sql<Raw> {
    Sql(Raw(text))
}

impl<Q> Sql<Q> {
    /// Adds a parameter.
    pub(crate) fn bind<ST: SqlType + TypedExpressionType, T: AsExpression<ST>>(
        self,
        value: T,
    ) -> Sql<Then<Q, T::Expression>> {
        Sql(Then(self.0, value.as_expression()))
    }

    /// Adds text.
    pub(crate) fn sql(self, text: &'static str) -> Sql<Then<Q, Raw>> {
        Sql(Then(self.0, Raw(text)))
    }

    /// Adds another statement's text and parameters.
    pub(crate) fn then<P>(self, part: Sql<P>) -> Sql<Then<Q, P>> {
        Sql(Then(self.0, part.0))
    }
}

impl<DB: Backend> QueryFragment<DB> for Raw {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

impl<DB: Backend, A: QueryFragment<DB>, B: QueryFragment<DB>> QueryFragment<DB> for Then<A, B> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        self.1.walk_ast(out)
    }
}

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for Sql<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

impl<Q> QueryId for Sql<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> Query for Sql<Q> {
    type SqlType = Untyped;
}

impl<Q, C> RunQueryDsl<C> for Sql<Q> {}

#[diesel::declare_sql_function]
extern "SQL" {
    /// Folds ASCII alone: on SQLite always, on PostgreSQL for columns of the collation "C".
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

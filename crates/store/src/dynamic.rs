//! Queries that are planned for their very values: those whose text depends on what is asked, and those that take a set.

use std::borrow::Cow;

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AsQuery, AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Text, Untyped};
use domain::sql::{Id, Instant};
use domain::{SubjectId, Timestamp};
use uuid::Uuid;

/// SQL text with values in place, put together piece by piece. It is never a cached statement: PostgreSQL plans it for
/// the very values and the very limit, where a plan for any values may read a whole table.
pub(crate) struct Dynamic {
    pieces: Vec<Piece>,
}

enum Piece {
    Sql(Cow<'static, str>),
    Id(SubjectId),
    Instant(Timestamp),
    Text(String),
}

impl Dynamic {
    pub(crate) fn new(text: &'static str) -> Dynamic {
        Dynamic { pieces: vec![Piece::Sql(text.into())] }
    }

    /// Adds text.
    pub(crate) fn sql(self, text: &'static str) -> Dynamic {
        self.with(Piece::Sql(text.into()))
    }

    /// Adds a number as a literal.
    pub(crate) fn number(self, number: i64) -> Dynamic {
        self.with(Piece::Sql(number.to_string().into()))
    }

    /// Adds an id.
    pub(crate) fn id(self, id: impl Into<Uuid>) -> Dynamic {
        self.with(Piece::Id(SubjectId(id.into())))
    }

    /// Adds ids with commas between them, for `IN (..)`.
    pub(crate) fn ids<T: Copy + Into<Uuid>>(self, ids: &[T]) -> Dynamic {
        let separated = |query: Dynamic, (n, id): (usize, &T)| {
            let query = if n == 0 { query } else { query.sql(", ") };
            query.id(*id)
        };
        ids.iter().enumerate().fold(self, separated)
    }

    /// Adds a time.
    pub(crate) fn instant(self, time: Timestamp) -> Dynamic {
        self.with(Piece::Instant(time))
    }

    /// Adds a text value.
    pub(crate) fn text(self, text: impl Into<String>) -> Dynamic {
        self.with(Piece::Text(text.into()))
    }

    fn with(mut self, piece: Piece) -> Dynamic {
        self.pieces.push(piece);
        self
    }
}

impl<DB> QueryFragment<DB> for Dynamic
where
    DB: Backend + HasSqlType<Id> + HasSqlType<Instant> + HasSqlType<Text>,
    SubjectId: ToSql<Id, DB>,
    Timestamp: ToSql<Instant, DB>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        for piece in &self.pieces {
            match piece {
                Piece::Sql(text) => out.push_sql(text),
                Piece::Id(id) => out.push_bind_param::<Id, _>(id)?,
                Piece::Instant(time) => out.push_bind_param::<Instant, _>(time)?,
                Piece::Text(text) => out.push_bind_param::<Text, _>(text)?,
            }
        }
        Ok(())
    }
}

impl QueryId for Dynamic {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Dynamic {
    type SqlType = Untyped;
}

impl<C> RunQueryDsl<C> for Dynamic {}

/// A query that is planned anew each time. A cached statement that takes a set keeps the plan that was best when its
/// table was empty: PostgreSQL then reads all of a table that has grown since, until it next analyses it (a first import
/// took in 1 300 messages a second so, and 8 400 planned anew). Looking each key up in a `LATERAL` is worse still: of a
/// table that was never analysed any index looks as good as the right one.
pub(crate) fn planned_anew<Q: AsQuery>(query: Q) -> PlannedAnew<Q::Query> {
    PlannedAnew(query.as_query())
}

/// See [`planned_anew`].
pub(crate) struct PlannedAnew<Q>(Q);

impl<DB: Backend, Q: QueryFragment<DB>> QueryFragment<DB> for PlannedAnew<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        self.0.walk_ast(out)
    }
}

impl<Q> QueryId for PlannedAnew<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for PlannedAnew<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for PlannedAnew<Q> {}

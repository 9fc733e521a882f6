//! What handlers extract beside the caller and the body: ids of the path, and the query.

use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::web::{self, Query};
use actix_web::{FromRequest, HttpRequest};
use app::{Error, PageQuery};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::problem::Problem;

/// Runs a call that blocks on a thread that may, in the span of the request.
pub(crate) async fn blocking<T: Send + 'static>(
    f: impl FnOnce() -> app::Result<T> + Send + 'static,
) -> app::Result<T> {
    let span = tracing::Span::current();
    let ran = web::block(move || span.in_scope(f)).await;
    ran.unwrap_or_else(|e| Err(Error::internal(e)))
}

/// The id in a path. One that is no id at all is an id that does not exist: 404.
pub struct PathId<T>(pub T);

impl<T: FromStr + 'static> FromRequest for PathId<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(|id| id.parse().ok());
        ready(id.map(PathId).ok_or_else(|| Problem(Error::not_found("thing"))))
    }
}

/// The two ids in a path like `/releases/{id}/features/{feature_id}`.
pub struct PathIds<A, B>(pub A, pub B);

impl<A: FromStr + 'static, B: FromStr + 'static> FromRequest for PathIds<A, B> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut values = request.match_info().iter().map(|(_, value)| value);
        let first = values.next().and_then(|id| id.parse().ok());
        let second = values.next().and_then(|id| id.parse().ok());
        let both = first.zip(second).map(|(a, b)| PathIds(a, b));
        ready(both.ok_or_else(|| Problem(Error::not_found("thing"))))
    }
}

/// The query of a request, strictly: unknown parameters are refused by name.
pub struct Filter<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Filter<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = Query::<T>::from_query(request.query_string());
        ready(query.map(|q| Filter(q.into_inner())).map_err(|e| Problem(Error::field("?", e.to_string()))))
    }
}

/// The parameters of a page of a list, to be flattened by hand: serde's `flatten` would accept unknown parameters.
pub(crate) fn page(limit: Option<i64>, cursor: Option<String>) -> PageQuery {
    PageQuery { limit, cursor }
}

/// Which page of a list without filters is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageIn {
    /// How many at the most, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl From<PageIn> for PageQuery {
    fn from(query: PageIn) -> PageQuery {
        page(query.limit, query.cursor)
    }
}

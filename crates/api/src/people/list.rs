//! `GET /people`

use actix_web::{HttpResponse, get};
use app::people::PeopleQuery;
use serde::Deserialize;
use utoipa::IntoParams;

use super::PersonSummaryOut;
use crate::extract::{Filter, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// Which people are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeopleIn {
    /// How their name or one of their handles begins, whatever the case of its letters.
    q: Option<String>,
    /// How many at the most, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The people who are not merged into somebody, by name.
#[utoipa::path(
    tag = "people",
    params(PeopleIn),
    responses((status = 200, description = "A page of people", body = PageOut<PersonSummaryOut>), (status = 422, description = "A parameter is wrong", body = ProblemOut))
)]
#[get("/people")]
pub async fn list(allowed: Allowed<Read>, query: Filter<PeopleIn>) -> Result<HttpResponse, Problem> {
    let PeopleIn { q, limit, cursor } = query.0;
    let query = PeopleQuery { prefix: q, page: page(limit, cursor) };
    allowed.look(move |view| app::people::list(view, &query).map(PageOut::<PersonSummaryOut>::from)).await
}

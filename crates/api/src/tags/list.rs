//! `GET /tags`

use actix_web::{HttpResponse, get};
use app::{fields, tags};
use domain::state::Catalogue;
use serde::Deserialize;

use super::TagOut;
use crate::extract::{Filter, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// Which tags are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TagsQuery {
    /// `message` or `feature`; both if nothing is said.
    catalogue: Option<String>,
    /// How many on a page: 1 to 200, 50 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Tags by name, with how often each is used.
#[utoipa::path(
    tag = "tags",
    params(TagsQuery),
    responses((status = 200, description = "A page", body = PageOut<TagOut>), (status = 422, description = "A filter is wrong", body = ProblemOut))
)]
#[get("/tags")]
pub async fn list(allowed: Allowed<Read>, query: Filter<TagsQuery>) -> Result<HttpResponse, Problem> {
    let TagsQuery { catalogue, limit, cursor } = query.0;
    let catalogue: Option<Catalogue> =
        catalogue.map(|word| fields::one("?catalogue", &word)).transpose().map_err(Problem)?;
    let page = page(limit, cursor);
    allowed.look(move |view| tags::list(view, catalogue, page).map(PageOut::<TagOut>::from)).await
}

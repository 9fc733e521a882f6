//! `GET /releases`

use actix_web::{HttpResponse, get};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ReleaseOut;
use crate::extract::{Filter, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// Which releases.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReleaseFilter {
    /// `draft`, `scheduled`, `shipped` or `recalled`.
    status: Option<String>,
    /// 1 to 200; 50 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Releases, newest first.
#[utoipa::path(
    tag = "releases",
    params(ReleaseFilter),
    responses((status = 200, description = "A page", body = PageOut<ReleaseOut>), (status = 422, description = "A parameter is wrong", body = ProblemOut))
)]
#[get("/releases")]
pub async fn list(allowed: Allowed<Read>, filter: Filter<ReleaseFilter>) -> Result<HttpResponse, Problem> {
    let Filter(filter) = filter;
    allowed
        .look(move |view| {
            let status =
                filter.status.as_deref().map(|status| app::fields::one("?status", status)).transpose()?;
            let found = app::releases::list(view, status, &page(filter.limit, filter.cursor))?;
            Ok(PageOut::<ReleaseOut>::from(found))
        })
        .await
}

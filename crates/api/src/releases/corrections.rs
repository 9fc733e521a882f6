//! `GET /releases/{id}/corrections`

use actix_web::{HttpResponse, get};
use domain::ReleaseId;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Filter, PathId, page};
use crate::followups::FollowUpOut;
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CorrectionFilter {
    /// 1 to 200; 50 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Everybody who was told with a release: after a recall, the people who may need a correction.
#[utoipa::path(
    tag = "releases",
    params(("id" = uuid::Uuid, Path), CorrectionFilter),
    responses((status = 200, description = "A page", body = PageOut<FollowUpOut>), (status = 404, description = "No such release", body = ProblemOut))
)]
#[get("/releases/{id}/corrections")]
pub async fn corrections(
    allowed: Allowed<Read>,
    id: PathId<ReleaseId>,
    filter: Filter<CorrectionFilter>,
) -> Result<HttpResponse, Problem> {
    let Filter(filter) = filter;
    let look = move |view: &mut app::View<'_>| {
        app::releases::corrections(view, id.0, &page(filter.limit, filter.cursor))
    };
    allowed.look(move |view| look(view).map(PageOut::<FollowUpOut>::from)).await
}

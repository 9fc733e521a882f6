//! `GET /requests/{id}`

use actix_web::{HttpResponse, get};
use domain::RequestId;

use super::RequestOut;
use crate::extract::PathId;
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// One request.
#[utoipa::path(
    tag = "requests",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The request", body = RequestOut), (status = 404, description = "No such request", body = ProblemOut))
)]
#[get("/requests/{id}")]
pub async fn get(allowed: Allowed<Read>, id: PathId<RequestId>) -> Result<HttpResponse, Problem> {
    allowed.look(move |view| app::requests::get(view, id.0).map(RequestOut::from)).await
}

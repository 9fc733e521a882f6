//! `POST /requests/{id}/restore`

use actix_web::{HttpResponse, post};
use domain::RequestId;

use super::RequestOut;
use crate::command::{Command, Empty};
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Restores a withdrawn request.
#[utoipa::path(
    tag = "requests",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The request", body = RequestOut), (status = 404, description = "No such request", body = ProblemOut))
)]
#[post("/requests/{id}/restore")]
pub async fn restore(
    command: Command<Triage, Empty>,
    id: PathId<RequestId>,
) -> Result<HttpResponse, Problem> {
    command.run(move |tx, _| Reply::ok(&RequestOut::from(app::requests::restore(tx, id.0)?))).await
}

//! `DELETE /requests/{id}`

use actix_web::{HttpResponse, delete};
use domain::RequestId;

use super::RequestOut;
use crate::command::{Command, Empty};
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Withdraws a request: it no longer counts, and nobody is told because of it. It can be restored.
#[utoipa::path(
    tag = "requests",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The request, withdrawn", body = RequestOut), (status = 404, description = "No such request", body = ProblemOut))
)]
#[delete("/requests/{id}")]
pub async fn withdraw(
    command: Command<Triage, Empty>,
    id: PathId<RequestId>,
) -> Result<HttpResponse, Problem> {
    command.run(move |tx, _| Reply::ok(&RequestOut::from(app::requests::withdraw(tx, id.0)?))).await
}

//! `DELETE /tokens/{id}`

use actix_web::web::Data;
use actix_web::{HttpResponse, delete};
use domain::TokenId;

use crate::caller::Callers;
use crate::command::{Command, Empty};
use crate::extract::PathId;
use crate::permission::Administer;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Revokes a token; it works no more from now on. Again is the same answer.
#[utoipa::path(
    tag = "members",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 204, description = "Revoked"), (status = 404, description = "No such token", body = ProblemOut))
)]
#[delete("/tokens/{id}")]
pub async fn revoke(
    command: Command<Administer, Empty>,
    id: PathId<TokenId>,
    callers: Data<Callers>,
) -> Result<HttpResponse, Problem> {
    let revoked = command.run(move |tx, _| app::tokens::revoke(tx, id.0).map(|()| Reply::nothing())).await?;
    callers.forget();
    Ok(revoked)
}

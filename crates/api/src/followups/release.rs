//! `POST /followups/{id}/release`

use actix_web::{HttpResponse, post};
use domain::FollowUpId;

use super::{FollowUpOut, LeaseIn};
use crate::command::Command;
use crate::extract::PathId;
use crate::permission::Respond;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Gives the follow-up back to the queue.
#[utoipa::path(
    tag = "followups",
    params(("id" = uuid::Uuid, Path)),
    request_body = LeaseIn,
    responses(
        (status = 200, description = "It is open again", body = FollowUpOut),
        (status = 404, description = "No such follow-up", body = ProblemOut),
        (status = 409, description = "The lease is no longer yours", body = ProblemOut),
    )
)]
#[post("/followups/{id}/release")]
pub async fn release(
    command: Command<Respond, LeaseIn>,
    id: PathId<FollowUpId>,
) -> Result<HttpResponse, Problem> {
    let free =
        move |tx: &mut app::Tx<'_>, body: LeaseIn| app::follow_ups::release(tx, id.0, &body.lease_token);
    command.run(move |tx, body| Reply::ok(&FollowUpOut::from(free(tx, body)?))).await
}

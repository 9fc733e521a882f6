//! `POST /followups/{id}/renew`

use actix_web::{HttpResponse, post};
use domain::FollowUpId;

use super::{LeaseIn, LeaseOut, LeasedOut};
use crate::command::Command;
use crate::extract::PathId;
use crate::permission::Respond;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Lengthens the lease.
#[utoipa::path(
    tag = "followups",
    params(("id" = uuid::Uuid, Path)),
    request_body = LeaseIn,
    responses(
        (status = 200, description = "It is yours for longer", body = LeasedOut),
        (status = 404, description = "No such follow-up", body = ProblemOut),
        (status = 409, description = "The lease is no longer yours", body = ProblemOut),
    )
)]
#[post("/followups/{id}/renew")]
pub async fn renew(
    command: Command<Respond, LeaseIn>,
    id: PathId<FollowUpId>,
) -> Result<HttpResponse, Problem> {
    command
        .run(move |tx, body| {
            let (follow_up, until) = app::follow_ups::renew(tx, id.0, &body.lease_token)?;
            Reply::ok(&LeasedOut {
                followup: follow_up.into(),
                lease: LeaseOut::new(body.lease_token, until),
            })
        })
        .await
}

//! `POST /messages/{id}/release`

use actix_web::{HttpResponse, post};
use app::messages;
use domain::MessageId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::MessageOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// A claim to give back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseIn {
    /// The token of the claim; the member who holds it needs none.
    lease_token: Option<String>,
}

impl CommandBody for ReleaseIn {}

/// Gives a claimed message back. One that nobody holds stays as it is.
#[utoipa::path(
    tag = "messages",
    params(("id" = uuid::Uuid, Path)),
    request_body = ReleaseIn,
    responses(
        (status = 200, description = "The message", body = MessageOut),
        (status = 404, description = "No such message", body = ProblemOut),
        (status = 409, description = "Somebody else holds it", body = ProblemOut)
    )
)]
#[post("/messages/{id}/release")]
pub async fn release(
    command: Command<Triage, ReleaseIn>,
    id: PathId<MessageId>,
) -> Result<HttpResponse, Problem> {
    command
        .run(move |tx, body| {
            let message = messages::release(tx, id.0, body.lease_token.as_deref())?;
            Reply::ok(&MessageOut::from(message))
        })
        .await
}

//! `POST /followups/{id}/snooze`

use actix_web::{HttpResponse, post};
use domain::FollowUpId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::FollowUpOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Respond;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Until when a follow-up is put off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnoozeIn {
    /// The token that the claim gave.
    lease_token: String,
    /// A time in the future.
    until: String,
}

impl CommandBody for SnoozeIn {}

/// Puts a follow-up off until a time.
#[utoipa::path(
    tag = "followups",
    params(("id" = uuid::Uuid, Path)),
    request_body = SnoozeIn,
    responses(
        (status = 200, description = "Snoozed", body = FollowUpOut),
        (status = 404, description = "No such follow-up", body = ProblemOut),
        (status = 409, description = "The lease is no longer yours", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut),
    )
)]
#[post("/followups/{id}/snooze")]
pub async fn snooze(
    command: Command<Respond, SnoozeIn>,
    id: PathId<FollowUpId>,
) -> Result<HttpResponse, Problem> {
    command
        .run(move |tx, body| {
            let until = app::fields::one("/until", &body.until)?;
            Reply::ok(&FollowUpOut::from(app::follow_ups::snooze(tx, id.0, &body.lease_token, until)?))
        })
        .await
}

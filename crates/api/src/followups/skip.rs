//! `POST /followups/{id}/skip`

use actix_web::{HttpResponse, post};
use app::Error;
use domain::FollowUpId;
use domain::state::Reason;
use serde::Deserialize;
use utoipa::ToSchema;

use super::FollowUpOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Respond;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Why a follow-up is skipped.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkipIn {
    /// The token that the claim gave.
    lease_token: String,
    /// `does_not_answer`, `already_knows`, `not_needed`, `thread_closed` or `account_gone`.
    reason: String,
}

impl CommandBody for SkipIn {}

impl SkipIn {
    /// The reason, as its word or in words.
    fn reason(&self) -> app::Result<Reason> {
        let given = self.reason.trim();
        let known =
            Reason::FOR_SKIPPING.iter().find(|reason| reason.as_str() == given || reason.in_words() == given);
        let words: Vec<String> = Reason::FOR_SKIPPING.iter().map(|reason| format!("`{reason}`")).collect();
        known.copied().ok_or_else(|| Error::field("/reason", format!("must be one of {}", words.join(", "))))
    }
}

/// Skips a follow-up: the person is not told, and the reason is on record.
#[utoipa::path(
    tag = "followups",
    params(("id" = uuid::Uuid, Path)),
    request_body = SkipIn,
    responses(
        (status = 200, description = "Skipped", body = FollowUpOut),
        (status = 404, description = "No such follow-up", body = ProblemOut),
        (status = 409, description = "The lease is no longer yours", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut),
    )
)]
#[post("/followups/{id}/skip")]
pub async fn skip(
    command: Command<Respond, SkipIn>,
    id: PathId<FollowUpId>,
) -> Result<HttpResponse, Problem> {
    command
        .run(move |tx, body| {
            let skipped = app::follow_ups::skip(tx, id.0, &body.lease_token, body.reason()?)?;
            Reply::ok(&FollowUpOut::from(skipped))
        })
        .await
}

//! `POST /people/{id}/opt-out`

use actix_web::{HttpResponse, post};
use app::fields;
use domain::PersonId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::PersonOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::OptOut;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// How we know.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptOutIn {
    /// In which words they asked to stop, or how we know.
    reason: String,
}

impl CommandBody for OptOutIn {}

/// Records that a person asked to stop: they are never written to again, on any of their identities. Again is the same
/// answer. A mistake is taken back by `POST /undo/{id}`; the record of it stays.
#[utoipa::path(
    tag = "people",
    params(("id" = uuid::Uuid, Path)),
    request_body = OptOutIn,
    responses(
        (status = 200, description = "The person, opted out", body = PersonOut),
        (status = 404, description = "No such person", body = ProblemOut),
        (status = 422, description = "The reason is missing", body = ProblemOut)
    )
)]
#[post("/people/{id}/opt-out")]
pub async fn opt_out(
    command: Command<OptOut, OptOutIn>,
    id: PathId<PersonId>,
) -> Result<HttpResponse, Problem> {
    command
        .run(move |tx, body| {
            let reason = fields::one("/reason", &body.reason)?;
            Reply::ok(&PersonOut::from(app::people::opt_out(tx, id.0, &reason)?))
        })
        .await
}

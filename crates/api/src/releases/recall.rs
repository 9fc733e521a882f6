//! `POST /releases/{id}/recall`

use actix_web::{HttpResponse, post};
use domain::ReleaseId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ReleaseOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Release;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Why a release is recalled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecallIn {
    /// In words.
    reason: String,
}

impl CommandBody for RecallIn {}

/// Recalls a shipped release: what is unsent is withdrawn, silently.
#[utoipa::path(
    tag = "releases",
    params(("id" = uuid::Uuid, Path)),
    request_body = RecallIn,
    responses(
        (status = 200, description = "It is recalled", body = ReleaseOut),
        (status = 404, description = "No such release", body = ProblemOut),
        (status = 409, description = "It has not shipped", body = ProblemOut),
    )
)]
#[post("/releases/{id}/recall")]
pub async fn recall(
    command: Command<Release, RecallIn>,
    id: PathId<ReleaseId>,
) -> Result<HttpResponse, Problem> {
    command
        .run_long(move |app, caller, body| {
            let why = app::fields::one("/reason", &body.reason)?;
            Reply::ok(&ReleaseOut::from(app::releases::recall(app, caller, id.0, &why)?))
        })
        .await
}

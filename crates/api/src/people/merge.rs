//! `POST /people/{id}/merge`

use actix_web::{HttpResponse, post};
use app::fields;
use domain::PersonId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::PersonOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Into whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePersonIn {
    /// The person who both are.
    #[schema(value_type = uuid::Uuid)]
    into: String,
}

impl CommandBody for MergePersonIn {}

/// Says that two people are one. Nothing is moved: requests, follow-ups and the threads that replies go to stay as they are.
#[utoipa::path(
    tag = "people",
    params(("id" = uuid::Uuid, Path)),
    request_body = MergePersonIn,
    responses(
        (status = 200, description = "The effective person", body = PersonOut),
        (status = 404, description = "No such person", body = ProblemOut),
        (status = 409, description = "The person is merged already", body = ProblemOut),
        (status = 422, description = "A field is wrong, or the merge would make a loop", body = ProblemOut)
    )
)]
#[post("/people/{id}/merge")]
pub async fn merge(
    command: Command<Triage, MergePersonIn>,
    id: PathId<PersonId>,
) -> Result<HttpResponse, Problem> {
    command
        .run(move |tx, body| {
            let into = fields::one("/into", &body.into)?;
            Reply::ok(&PersonOut::from(app::people::merge(tx, id.0, into)?))
        })
        .await
}

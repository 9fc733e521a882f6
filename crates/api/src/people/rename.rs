//! `PATCH /people/{id}`

use actix_web::{HttpResponse, patch};
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

/// What changes about a person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameIn {
    /// The name to show; the names of their identities stay.
    name: String,
}

impl CommandBody for RenameIn {}

/// Gives a person another name.
#[utoipa::path(
    tag = "people",
    params(("id" = uuid::Uuid, Path), ("If-Match" = Option<String>, Header, description = "The version that you read, in quotes")),
    request_body = RenameIn,
    responses(
        (status = 200, description = "The person", body = PersonOut),
        (status = 404, description = "No such person", body = ProblemOut),
        (status = 412, description = "It was changed since", body = ProblemOut),
        (status = 422, description = "The name is wrong", body = ProblemOut)
    )
)]
#[patch("/people/{id}")]
pub async fn rename(
    command: Command<Triage, RenameIn>,
    id: PathId<PersonId>,
) -> Result<HttpResponse, Problem> {
    let version = command.if_match;
    command
        .run(move |tx, body| {
            let name = fields::one("/name", &body.name)?;
            Reply::ok(&PersonOut::from(app::people::rename(tx, id.0, &name, version)?))
        })
        .await
}

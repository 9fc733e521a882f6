//! `POST /people/{id}/unmerge`

use actix_web::{HttpResponse, post};
use domain::PersonId;

use super::PersonOut;
use crate::command::{Command, Empty};
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Says that two people are two after all. Whoever was merged into the person comes along.
#[utoipa::path(
    tag = "people",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The person, unmerged", body = PersonOut),
        (status = 404, description = "No such person", body = ProblemOut),
        (status = 409, description = "The person is not merged", body = ProblemOut)
    )
)]
#[post("/people/{id}/unmerge")]
pub async fn unmerge(command: Command<Triage, Empty>, id: PathId<PersonId>) -> Result<HttpResponse, Problem> {
    command.run(move |tx, _| Reply::ok(&PersonOut::from(app::people::unmerge(tx, id.0)?))).await
}

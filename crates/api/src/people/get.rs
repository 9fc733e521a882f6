//! `GET /people/{id}`

use actix_web::{HttpResponse, get};
use domain::PersonId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::PersonOut;
use crate::extract::{Filter, PathId, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// Which part of the timeline is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimelineIn {
    /// How many entries at the most, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the part before.
    cursor: Option<String>,
}

/// One person with everybody merged into them: identities, and one timeline of messages, requests, follow-ups and what they
/// were told, newest first. The id of a merged person leads to the effective one.
#[utoipa::path(
    tag = "people",
    params(("id" = uuid::Uuid, Path), TimelineIn),
    responses(
        (status = 200, description = "The person", body = PersonOut),
        (status = 404, description = "No such person", body = ProblemOut),
        (status = 422, description = "A parameter is wrong", body = ProblemOut)
    )
)]
#[get("/people/{id}")]
pub async fn get(
    allowed: Allowed<Read>,
    id: PathId<PersonId>,
    query: Filter<TimelineIn>,
) -> Result<HttpResponse, Problem> {
    let part = page(query.0.limit, query.0.cursor);
    allowed.look(move |view| app::people::get(view, id.0, &part).map(PersonOut::from)).await
}

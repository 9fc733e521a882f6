//! `POST /features/{id}/merge`

use actix_web::{HttpResponse, post};
use app::{features, fields};
use domain::FeatureId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::FeatureOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Release;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Into which feature.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeFeatureIn {
    /// The feature that both are.
    #[schema(value_type = uuid::Uuid)]
    into: String,
}

impl CommandBody for MergeFeatureIn {}

/// Merges a feature into another. Nothing is moved: its requests stay its own, and count for the other one.
#[utoipa::path(
    tag = "features",
    params(("id" = uuid::Uuid, Path)),
    request_body = MergeFeatureIn,
    responses(
        (status = 200, description = "The feature, merged", body = FeatureOut),
        (status = 404, description = "No such feature", body = ProblemOut),
        (status = 409, description = "It is merged already", body = ProblemOut),
        (status = 412, description = "Changed since it was read", body = ProblemOut),
        (status = 422, description = "A field is wrong, or the merge would make a loop", body = ProblemOut)
    )
)]
#[post("/features/{id}/merge")]
pub async fn merge(
    command: Command<Release, MergeFeatureIn>,
    id: PathId<FeatureId>,
) -> Result<HttpResponse, Problem> {
    let if_match = command.if_match;
    command
        .run(move |tx, body| {
            let into = fields::one("/into", &body.into)?;
            Reply::ok(&FeatureOut::from(features::merge(tx, id.0, into, if_match)?))
        })
        .await
}

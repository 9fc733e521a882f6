//! `POST /features/{id}/unmerge`

use actix_web::{HttpResponse, post};
use app::features;
use domain::FeatureId;

use super::FeatureOut;
use crate::command::{Command, Empty};
use crate::extract::PathId;
use crate::permission::Release;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Takes a merge back. The feature, and what was merged into it before, count for themselves again.
#[utoipa::path(
    tag = "features",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The feature", body = FeatureOut),
        (status = 404, description = "No such feature", body = ProblemOut),
        (status = 409, description = "It is not merged", body = ProblemOut),
        (status = 412, description = "Changed since it was read", body = ProblemOut)
    )
)]
#[post("/features/{id}/unmerge")]
pub async fn unmerge(
    command: Command<Release, Empty>,
    id: PathId<FeatureId>,
) -> Result<HttpResponse, Problem> {
    let if_match = command.if_match;
    command.run(move |tx, _| Reply::ok(&FeatureOut::from(features::unmerge(tx, id.0, if_match)?))).await
}

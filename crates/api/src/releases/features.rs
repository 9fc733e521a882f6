//! `PUT` and `DELETE /releases/{id}/features/{feature_id}`

use actix_web::{HttpResponse, delete, put};
use app::releases;
use domain::{FeatureId, ReleaseId};

use super::ReleaseOut;
use crate::command::{Command, Empty};
use crate::extract::PathIds;
use crate::permission::Release;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Puts a feature into a release. If the release has shipped, those who asked are owed word at once.
#[utoipa::path(
    tag = "releases",
    params(("id" = uuid::Uuid, Path), ("feature_id" = uuid::Uuid, Path)),
    responses((status = 200, description = "It is in it", body = ReleaseOut), (status = 404, description = "No such thing", body = ProblemOut))
)]
#[put("/releases/{id}/features/{feature_id}")]
pub async fn put_in(
    command: Command<Release, Empty>,
    ids: PathIds<ReleaseId, FeatureId>,
) -> Result<HttpResponse, Problem> {
    command.run(move |tx, _| Reply::ok(&ReleaseOut::from(releases::add_feature(tx, ids.0, ids.1)?))).await
}

/// Takes a feature out of a release. If the release has shipped, what is unsent is withdrawn.
#[utoipa::path(
    tag = "releases",
    params(("id" = uuid::Uuid, Path), ("feature_id" = uuid::Uuid, Path)),
    responses((status = 200, description = "It is not in it", body = ReleaseOut), (status = 404, description = "No such thing", body = ProblemOut))
)]
#[delete("/releases/{id}/features/{feature_id}")]
pub async fn take_out(
    command: Command<Release, Empty>,
    ids: PathIds<ReleaseId, FeatureId>,
) -> Result<HttpResponse, Problem> {
    command.run(move |tx, _| Reply::ok(&ReleaseOut::from(releases::remove_feature(tx, ids.0, ids.1)?))).await
}

//! `GET /releases/{id}`

use actix_web::{HttpResponse, get};
use domain::ReleaseId;

use super::ReleaseOut;
use crate::extract::PathId;
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// One release, with where its people stand.
#[utoipa::path(
    tag = "releases",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The release", body = ReleaseOut), (status = 404, description = "No such release", body = ProblemOut))
)]
#[get("/releases/{id}")]
pub async fn get(allowed: Allowed<Read>, id: PathId<ReleaseId>) -> Result<HttpResponse, Problem> {
    allowed.look(move |view| app::releases::get(view, id.0).map(ReleaseOut::from)).await
}

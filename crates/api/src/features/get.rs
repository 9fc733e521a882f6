//! `GET /features/{id}`

use actix_web::{HttpResponse, get};
use domain::FeatureId;

use super::FeatureOut;
use crate::extract::PathId;
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// One feature.
#[utoipa::path(
    tag = "features",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The feature", body = FeatureOut), (status = 404, description = "No such feature", body = ProblemOut))
)]
#[get("/features/{id}")]
pub async fn get(allowed: Allowed<Read>, id: PathId<FeatureId>) -> Result<HttpResponse, Problem> {
    allowed.look(move |view| app::features::get(view, id.0).map(FeatureOut::from)).await
}

//! `GET /followups/{id}`

use actix_web::{HttpResponse, get};
use domain::FollowUpId;

use super::FollowUpOut;
use crate::extract::PathId;
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// One follow-up.
#[utoipa::path(
    tag = "followups",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The follow-up", body = FollowUpOut), (status = 404, description = "No such follow-up", body = ProblemOut))
)]
#[get("/followups/{id}")]
pub async fn get(allowed: Allowed<Read>, id: PathId<FollowUpId>) -> Result<HttpResponse, Problem> {
    allowed.look(move |view| app::follow_ups::get(view, id.0).map(FollowUpOut::from)).await
}

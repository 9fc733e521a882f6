//! `GET /events`

use actix_web::{HttpResponse, get};

use super::{FeedIn, FeedOut};
use crate::extract::Filter;
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// The change feed: every decision of the workspace, in the order of commits, oldest first. Poll on with `next_cursor`; a
/// part without items says that there is nothing new yet.
#[utoipa::path(
    tag = "events",
    params(FeedIn),
    responses((status = 200, description = "A part of the feed", body = FeedOut), (status = 422, description = "A parameter is wrong", body = ProblemOut))
)]
#[get("/events")]
pub async fn list(allowed: Allowed<Read>, query: Filter<FeedIn>) -> Result<HttpResponse, Problem> {
    let query = query.0.check()?;
    allowed.look(move |view| FeedOut::try_from(app::events::list(view, &query)?)).await
}

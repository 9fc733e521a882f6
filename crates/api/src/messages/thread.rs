//! `GET /messages/{id}/thread`

use actix_web::{HttpResponse, get};
use app::messages;
use domain::MessageId;
use serde::Deserialize;

use super::MessageOut;
use crate::extract::{Filter, PathId, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// Which part of the thread is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ThreadQuery {
    /// How many on a page: 1 to 200, 200 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The thread that a message belongs to, oldest first, the message itself included.
#[utoipa::path(
    tag = "messages",
    params(("id" = uuid::Uuid, Path), ThreadQuery),
    responses((status = 200, description = "A page", body = PageOut<MessageOut>), (status = 404, description = "No such message", body = ProblemOut))
)]
#[get("/messages/{id}/thread")]
pub async fn thread(
    allowed: Allowed<Read>,
    id: PathId<MessageId>,
    query: Filter<ThreadQuery>,
) -> Result<HttpResponse, Problem> {
    let page = page(query.0.limit, query.0.cursor);
    allowed.look(move |view| messages::thread(view, id.0, page).map(PageOut::<MessageOut>::from)).await
}

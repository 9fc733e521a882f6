//! `GET /messages/{id}`

use actix_web::{HttpResponse, get};
use app::messages;
use domain::MessageId;

use super::MessageOut;
use crate::extract::PathId;
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// One message, with its earlier texts.
#[utoipa::path(
    tag = "messages",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The message", body = MessageOut), (status = 404, description = "No such message", body = ProblemOut))
)]
#[get("/messages/{id}")]
pub async fn get(allowed: Allowed<Read>, id: PathId<MessageId>) -> Result<HttpResponse, Problem> {
    allowed.look(move |view| messages::get(view, id.0).map(MessageOut::from)).await
}

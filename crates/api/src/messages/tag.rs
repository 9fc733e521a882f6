//! `PUT /messages/{id}/tags`

use actix_web::{HttpResponse, put};
use app::messages::{self, MAX_TAGS};
use domain::MessageId;

use super::MessageOut;
use crate::command::Command;
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;
use crate::tags::TagsIn;

/// Gives a message exactly these tags; new names join the catalogue.
#[utoipa::path(
    tag = "messages",
    params(("id" = uuid::Uuid, Path)),
    request_body = TagsIn,
    responses(
        (status = 200, description = "The message", body = MessageOut),
        (status = 404, description = "No such message", body = ProblemOut),
        (status = 412, description = "It was changed since you read it", body = ProblemOut),
        (status = 422, description = "A tag is wrong", body = ProblemOut)
    )
)]
#[put("/messages/{id}/tags")]
pub async fn tag(command: Command<Triage, TagsIn>, id: PathId<MessageId>) -> Result<HttpResponse, Problem> {
    let if_match = command.if_match;
    command
        .run(move |tx, body| {
            let message = messages::tag(tx, id.0, body.check(MAX_TAGS)?, if_match)?;
            Reply::ok(&MessageOut::from(message))
        })
        .await
}

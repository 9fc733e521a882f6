//! `POST /undo/{id}`

use actix_web::{HttpResponse, post};
use domain::EventId;

use crate::command::{Command, Empty};
use crate::events::EventOut;
use crate::extract::PathId;
use crate::permission::Undo;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Undoes one recorded decision: what it changed is again as it was before. The answer is the event that records the
/// undoing; where the reverse makes sense, that can be undone in turn.
#[utoipa::path(
    tag = "events",
    params(("id" = uuid::Uuid, Path, description = "The `id` of an item of `GET /events`")),
    responses(
        (status = 200, description = "Undone", body = EventOut),
        (status = 403, description = "The decision needs another role", body = ProblemOut),
        (status = 404, description = "No such event", body = ProblemOut),
        (status = 409, description = "It was undone already, or something since stands in the way", body = ProblemOut)
    )
)]
#[post("/undo/{id}")]
pub async fn undo(command: Command<Undo, Empty>, id: PathId<EventId>) -> Result<HttpResponse, Problem> {
    command.run(move |tx, _| Reply::ok(&EventOut::try_from(app::undo::undo(tx, id.0)?)?)).await
}

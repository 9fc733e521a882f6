//! `POST /messages`

use actix_web::{HttpResponse, post};
use app::messages::{self, Added, How};

use super::MessageOut;
use super::incoming::MessageIn;
use crate::command::{Command, CommandBody};
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

impl CommandBody for MessageIn {}

/// Takes in a message. One that is known by its network and external id is answered as it is stored; another text than
/// the stored one is an edit, and the earlier text is kept.
#[utoipa::path(
    tag = "messages",
    request_body = MessageIn,
    responses(
        (status = 201, description = "New", body = MessageOut),
        (status = 200, description = "Known", body = MessageOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut)
    )
)]
#[post("/messages")]
pub async fn add(command: Command<Triage, MessageIn>) -> Result<HttpResponse, Problem> {
    let check = |body: MessageIn, now| body.check(now);
    command.run_checked(check, |tx, message| answer(messages::add(tx, message)?)).await
}

fn answer(added: Added) -> app::Result<Reply> {
    let message = MessageOut::from(added.message);
    match added.how {
        How::Created => Reply::created(&message),
        How::Updated | How::Unchanged => Reply::ok(&message),
    }
}

//! `POST /messages/{id}/done`

use actix_web::{HttpResponse, post};
use app::fields::Fields;
use app::messages::{self, Done};
use domain::MessageId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::MessageOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// How a message is to be settled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoneIn {
    /// `logged` (it holds at least one request), `answered`, `no_reply_needed` (say why) or `spam`.
    disposition: String,
    /// Why.
    reason: Option<String>,
    /// Where the answer is. With `logged` it says that the message was answered too.
    answer_url: Option<String>,
    /// The token of the claim; the member who holds it needs none.
    lease_token: Option<String>,
}

impl CommandBody for DoneIn {}

impl DoneIn {
    fn check(self) -> app::Result<Done> {
        let mut fields = Fields::new();
        let disposition = fields.parse("/disposition", &self.disposition);
        let reason = self.reason.as_deref().filter(|reason| !reason.trim().is_empty());
        let reason = fields.parse_optional("/reason", reason);
        let answer_url = fields.parse_optional("/answer_url", self.answer_url.as_deref());
        let lease_token = self.lease_token;
        let checked = disposition
            .zip(reason)
            .zip(answer_url)
            .map(|((disposition, reason), answer_url)| Done { disposition, reason, answer_url, lease_token });
        fields.finish(checked)
    }
}

/// Settles a message. That it was answered and that its requests are logged are two facts.
#[utoipa::path(
    tag = "messages",
    params(("id" = uuid::Uuid, Path)),
    request_body = DoneIn,
    responses(
        (status = 200, description = "The message", body = MessageOut),
        (status = 404, description = "No such message", body = ProblemOut),
        (status = 409, description = "Somebody else works on it, or nothing is logged", body = ProblemOut),
        (status = 412, description = "It was changed since you read it", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut)
    )
)]
#[post("/messages/{id}/done")]
pub async fn done(command: Command<Triage, DoneIn>, id: PathId<MessageId>) -> Result<HttpResponse, Problem> {
    let if_match = command.if_match;
    command
        .run(move |tx, body| {
            let message = messages::done(tx, id.0, body.check()?, if_match)?;
            Reply::ok(&MessageOut::from(message))
        })
        .await
}

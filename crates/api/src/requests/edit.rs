//! `PATCH /requests/{id}`

use actix_web::{HttpResponse, patch};
use app::fields::Fields;
use app::requests::{self, Edit};
use domain::RequestId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::RequestOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// What to change about a request; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestPatch {
    /// The words that ask.
    quote: Option<String>,
    /// A remark of ours.
    note: Option<String>,
    /// `asks`, `mentions` or `against`.
    kind: Option<String>,
}

impl CommandBody for RequestPatch {}

impl RequestPatch {
    fn check(&self) -> app::Result<Edit> {
        let mut fields = Fields::new();
        let quote = fields.parse_optional("/quote", self.quote.as_deref());
        let note = fields.parse_optional("/note", self.note.as_deref());
        let kind = fields.parse_optional("/kind", self.kind.as_deref());
        fields.finish(quote.zip(note).zip(kind).map(|((quote, note), kind)| Edit { quote, note, kind }))
    }
}

/// Edits a request.
#[utoipa::path(
    tag = "requests",
    params(("id" = uuid::Uuid, Path)),
    request_body = RequestPatch,
    responses(
        (status = 200, description = "The request", body = RequestOut),
        (status = 404, description = "No such request", body = ProblemOut),
        (status = 412, description = "Changed since it was read", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut)
    )
)]
#[patch("/requests/{id}")]
pub async fn edit(
    command: Command<Triage, RequestPatch>,
    id: PathId<RequestId>,
) -> Result<HttpResponse, Problem> {
    let if_match = command.if_match;
    command
        .run(move |tx, body| Reply::ok(&RequestOut::from(requests::edit(tx, id.0, body.check()?, if_match)?)))
        .await
}

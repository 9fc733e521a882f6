//! `POST /messages/{id}/requests`

use actix_web::{HttpResponse, post};
use app::features::NewFeature;
use app::fields::Fields;
use app::requests::{self, Linked, NewRequest, Wanted};
use domain::MessageId;
use domain::state::RequestKind;
use serde::Deserialize;
use utoipa::ToSchema;

use super::RequestOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// What the author of a message asks for: a feature that is known, or one to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestIn {
    /// A feature that is known.
    #[schema(value_type = Option<uuid::Uuid>)]
    feature_id: Option<String>,
    /// A feature to make.
    feature: Option<WantedFeatureIn>,
    /// The words that ask.
    #[serde(default)]
    quote: String,
    /// A remark of ours.
    #[serde(default)]
    note: String,
    /// `asks` (if nothing is said), `mentions` or `against`. Only those who ask count and are told.
    kind: Option<String>,
}

/// A feature to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedFeatureIn {
    /// What it is, in a few words.
    title: String,
    /// What it is, at length.
    #[serde(default)]
    description: String,
}

impl CommandBody for RequestIn {}

impl RequestIn {
    fn check(&self) -> app::Result<NewRequest> {
        let mut fields = Fields::new();
        let wanted = self.wanted(&mut fields);
        let kind = fields.parse_optional("/kind", self.kind.as_deref());
        let quote = fields.parse("/quote", &self.quote);
        let note = fields.parse("/note", &self.note);
        let request = wanted.zip(kind).zip(quote.zip(note)).map(|((wanted, kind), (quote, note))| {
            NewRequest { wanted, kind: kind.unwrap_or(RequestKind::Asks), quote, note }
        });
        fields.finish(request)
    }

    fn wanted(&self, fields: &mut Fields) -> Option<Wanted> {
        match (&self.feature_id, &self.feature) {
            (Some(id), None) => fields.parse("/feature_id", id).map(Wanted::Known),
            (None, Some(WantedFeatureIn { title, description })) => {
                let title = fields.parse("/feature/title", title);
                let description = fields.parse("/feature/description", description);
                title
                    .zip(description)
                    .map(|(title, description)| Wanted::New(NewFeature { title, description }))
            }
            _ => {
                fields.wrong("/feature_id", "or `/feature` must be given, and not both");
                None
            }
        }
    }
}

/// Links a message to a feature: its author asks for it. Linking again answers the request that is there, restored if it
/// was withdrawn.
#[utoipa::path(
    tag = "requests",
    params(("id" = uuid::Uuid, Path, description = "The message")),
    request_body = RequestIn,
    responses(
        (status = 201, description = "Linked", body = RequestOut),
        (status = 200, description = "It was linked already", body = RequestOut),
        (status = 404, description = "No such message", body = ProblemOut),
        (status = 409, description = "The message is one of ours", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut)
    )
)]
#[post("/messages/{id}/requests")]
pub async fn link(
    command: Command<Triage, RequestIn>,
    id: PathId<MessageId>,
) -> Result<HttpResponse, Problem> {
    command
        .run(move |tx, body| match requests::link(tx, id.0, body.check()?)? {
            Linked::New(request) => Reply::created(&RequestOut::from(request)),
            Linked::Known(request) => Reply::ok(&RequestOut::from(request)),
        })
        .await
}

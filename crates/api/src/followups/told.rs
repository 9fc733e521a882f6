//! `POST /followups/{id}/told`

use std::collections::HashMap;

use actix_web::{HttpResponse, post};
use app::fields::Fields;
use app::follow_ups::Telling;
use domain::FollowUpId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::FollowUpOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Respond;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// What was sent by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToldIn {
    /// The token that the claim gave.
    lease_token: String,
    /// Where the reply stands.
    url: Option<String>,
    /// For each feature `yes`, `partly` or `no`: whether what shipped answers what was asked. `yes` if nothing is said.
    #[serde(default)]
    answers: HashMap<String, String>,
}

impl CommandBody for ToldIn {}

impl ToldIn {
    fn check(&self) -> app::Result<Telling> {
        let mut fields = Fields::new();
        let url = fields.parse_optional("/url", self.url.as_deref());
        let mut answers = HashMap::new();
        for (feature, answer) in &self.answers {
            let pointer = format!("/answers/{feature}");
            if let Some(pair) = fields.parse(&pointer, feature).zip(fields.parse(&pointer, answer)) {
                answers.insert(pair.0, pair.1);
            }
        }
        fields.finish(url.map(|url| Telling { url, answers }))
    }
}

/// Records that the person was told, by hand.
#[utoipa::path(
    tag = "followups",
    params(("id" = uuid::Uuid, Path)),
    request_body = ToldIn,
    responses(
        (status = 200, description = "Recorded", body = FollowUpOut),
        (status = 404, description = "No such follow-up", body = ProblemOut),
        (status = 409, description = "The lease is no longer yours, or the person was told already", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut),
    )
)]
#[post("/followups/{id}/told")]
pub async fn told(
    command: Command<Respond, ToldIn>,
    id: PathId<FollowUpId>,
) -> Result<HttpResponse, Problem> {
    command
        .run(move |tx, body| {
            let told = app::follow_ups::tell(tx, id.0, &body.lease_token, &body.check()?)?;
            Reply::ok(&FollowUpOut::from(told))
        })
        .await
}

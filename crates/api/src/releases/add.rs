//! `POST /releases`

use actix_web::{HttpResponse, post};
use app::fields::Fields;
use app::releases::{self, NewRelease};
use serde::Deserialize;
use utoipa::ToSchema;

use super::ReleaseOut;
use crate::command::{Command, CommandBody};
use crate::permission::Release;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// A release to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseIn {
    /// What it is called.
    #[schema(example = "2.4")]
    name: String,
    /// Where it is announced.
    url: Option<String>,
    /// What it brings, in words.
    #[serde(default)]
    notes: String,
    /// Whom it reaches; `everyone` if nothing is said. Any other text names a part, whose follow-ups are held.
    audience: Option<String>,
    /// When it is meant to ship.
    scheduled_for: Option<String>,
}

impl CommandBody for ReleaseIn {}

impl ReleaseIn {
    fn check(&self) -> app::Result<NewRelease> {
        let mut fields = Fields::new();
        let name = fields.parse("/name", &self.name);
        let url = fields.parse_optional("/url", self.url.as_deref());
        let notes = fields.parse("/notes", &self.notes);
        let audience = fields.parse("/audience", self.audience.as_deref().unwrap_or("everyone"));
        let scheduled_for = fields.parse_optional("/scheduled_for", self.scheduled_for.as_deref());
        let release = (|| {
            Some(NewRelease {
                name: name?,
                url: url?,
                notes: notes?,
                audience: audience?,
                scheduled_for: scheduled_for?,
            })
        })();
        fields.finish(release)
    }
}

/// Makes a release, without features.
#[utoipa::path(
    tag = "releases",
    request_body = ReleaseIn,
    responses((status = 201, description = "Made", body = ReleaseOut), (status = 422, description = "Some fields are wrong", body = ProblemOut))
)]
#[post("/releases")]
pub async fn add(command: Command<Release, ReleaseIn>) -> Result<HttpResponse, Problem> {
    command.run(|tx, body| Reply::created(&ReleaseOut::from(releases::add(tx, body.check()?)?))).await
}

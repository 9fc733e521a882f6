//! `PATCH /releases/{id}`

use actix_web::{HttpResponse, patch};
use app::fields::Fields;
use app::releases::{self, Change};
use domain::ReleaseId;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::ReleaseOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Release;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// What to change of a release; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleasePatch {
    /// What it is called.
    name: Option<String>,
    /// Where it is announced; `null` removes it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    url: Option<Option<String>>,
    /// What it brings, in words.
    notes: Option<String>,
    /// Whom it reaches. A shipped release can be widened to `everyone`: what was held opens.
    audience: Option<String>,
    /// When it is meant to ship; `null` makes it a draft again.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    scheduled_for: Option<Option<String>>,
}

/// Tells `null` from absent.
fn present<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(value).map(Some)
}

impl CommandBody for ReleasePatch {}

impl ReleasePatch {
    fn check(&self) -> app::Result<Change> {
        let mut fields = Fields::new();
        let name = fields.parse_optional("/name", self.name.as_deref());
        let url = self.url.as_ref().map(|url| fields.parse_optional("/url", url.as_deref()));
        let notes = fields.parse_optional("/notes", self.notes.as_deref());
        let audience = fields.parse_optional("/audience", self.audience.as_deref());
        let date =
            self.scheduled_for.as_ref().map(|date| fields.parse_optional("/scheduled_for", date.as_deref()));
        let change = (|| {
            Some(Change {
                name: name?,
                url: flip(url)?,
                notes: notes?,
                audience: audience?,
                scheduled_for: flip(date)?,
            })
        })();
        fields.finish(change)
    }
}

/// Absent stays absent; a wrong value makes the whole wrong.
fn flip<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        None => Some(None),
        Some(Some(value)) => Some(Some(value)),
        Some(None) => None,
    }
}

/// Changes what a release says, or whom it reaches.
#[utoipa::path(
    tag = "releases",
    params(("id" = uuid::Uuid, Path)),
    request_body = ReleasePatch,
    responses(
        (status = 200, description = "Changed", body = ReleaseOut),
        (status = 404, description = "No such release", body = ProblemOut),
        (status = 412, description = "Changed since it was read", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut),
    )
)]
#[patch("/releases/{id}")]
pub async fn edit(
    command: Command<Release, ReleasePatch>,
    id: PathId<ReleaseId>,
) -> Result<HttpResponse, Problem> {
    let if_match = command.if_match;
    command
        .run(move |tx, body| Reply::ok(&ReleaseOut::from(releases::edit(tx, id.0, if_match, body.check()?)?)))
        .await
}

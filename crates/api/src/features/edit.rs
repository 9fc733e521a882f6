//! `PATCH /features/{id}`

use actix_web::{HttpResponse, patch};
use app::features::{self, Edit};
use app::fields::Fields;
use domain::FeatureId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::FeatureOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Catalogue;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// What to change about a feature; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeaturePatch {
    /// What it is, in a few words.
    title: Option<String>,
    /// What it is, at length.
    description: Option<String>,
    /// `open`, `planned`, `in_progress` or `declined`. Releases say `shipped`.
    status: Option<String>,
}

impl CommandBody for FeaturePatch {}

impl FeaturePatch {
    fn check(&self) -> app::Result<Edit> {
        let mut fields = Fields::new();
        let title = fields.parse_optional("/title", self.title.as_deref());
        let description = fields.parse_optional("/description", self.description.as_deref());
        let status = fields.parse_optional("/status", self.status.as_deref());
        let all = title.zip(description).zip(status);
        fields.finish(all.map(|((title, description), status)| Edit { title, description, status }))
    }
}

/// Edits a feature.
#[utoipa::path(
    tag = "features",
    params(("id" = uuid::Uuid, Path)),
    request_body = FeaturePatch,
    responses(
        (status = 200, description = "The feature", body = FeatureOut),
        (status = 404, description = "No such feature", body = ProblemOut),
        (status = 409, description = "It is in a release that is out", body = ProblemOut),
        (status = 412, description = "Changed since it was read", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut)
    )
)]
#[patch("/features/{id}")]
pub async fn edit(
    command: Command<Catalogue, FeaturePatch>,
    id: PathId<FeatureId>,
) -> Result<HttpResponse, Problem> {
    let if_match = command.if_match;
    command
        .run(move |tx, body| Reply::ok(&FeatureOut::from(features::edit(tx, id.0, body.check()?, if_match)?)))
        .await
}

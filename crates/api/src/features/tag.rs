//! `PUT /features/{id}/tags`

use actix_web::{HttpResponse, put};
use app::features;
use app::fields::Fields;
use domain::FeatureId;
use domain::text::TagName;
use serde::Deserialize;
use utoipa::ToSchema;

use super::FeatureOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Catalogue;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// The tags of a feature.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeatureTagsIn {
    /// All of them; those that are not named are taken off.
    tags: Vec<String>,
}

impl CommandBody for FeatureTagsIn {}

/// More tags than this say nothing.
const MOST_TAGS: usize = 50;

impl FeatureTagsIn {
    fn check(&self) -> app::Result<Vec<TagName>> {
        let mut fields = Fields::new();
        if self.tags.len() > MOST_TAGS {
            fields.wrong("/tags", format!("has {} tags; the most is {MOST_TAGS}", self.tags.len()));
        }
        let names = self.tags.iter().enumerate();
        let tags = names.filter_map(|(n, name)| fields.parse(&format!("/tags/{n}"), name)).collect();
        fields.finish(Some(tags))
    }
}

/// Gives a feature these tags and no others. New names join the catalogue of feature tags.
#[utoipa::path(
    tag = "features",
    params(("id" = uuid::Uuid, Path)),
    request_body = FeatureTagsIn,
    responses(
        (status = 200, description = "The feature", body = FeatureOut),
        (status = 404, description = "No such feature", body = ProblemOut),
        (status = 412, description = "Changed since it was read", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut)
    )
)]
#[put("/features/{id}/tags")]
pub async fn tag(
    command: Command<Catalogue, FeatureTagsIn>,
    id: PathId<FeatureId>,
) -> Result<HttpResponse, Problem> {
    let if_match = command.if_match;
    command
        .run(move |tx, body| Reply::ok(&FeatureOut::from(features::tag(tx, id.0, body.check()?, if_match)?)))
        .await
}

//! `POST /features`

use actix_web::{HttpResponse, post};
use app::features::{self, NewFeature};
use app::fields::Fields;
use serde::Deserialize;
use utoipa::ToSchema;

use super::FeatureOut;
use crate::command::{Command, CommandBody};
use crate::permission::Catalogue;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// A feature to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeatureIn {
    /// What it is, in a few words.
    title: String,
    /// What it is, at length.
    #[serde(default)]
    description: String,
}

impl CommandBody for FeatureIn {}

impl FeatureIn {
    fn check(&self) -> app::Result<NewFeature> {
        let mut fields = Fields::new();
        let title = fields.parse("/title", &self.title);
        let description = fields.parse("/description", &self.description);
        let feature = title.zip(description).map(|(title, description)| NewFeature { title, description });
        fields.finish(feature)
    }
}

/// Makes a feature. Titles need not be unique.
#[utoipa::path(
    tag = "features",
    request_body = FeatureIn,
    responses((status = 201, description = "Made", body = FeatureOut), (status = 422, description = "Some fields are wrong", body = ProblemOut))
)]
#[post("/features")]
pub async fn add(command: Command<Catalogue, FeatureIn>) -> Result<HttpResponse, Problem> {
    command.run(|tx, body| Reply::created(&FeatureOut::from(features::add(tx, body.check()?)?))).await
}

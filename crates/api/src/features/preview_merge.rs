//! `GET /features/{id}/merge-preview`

use actix_web::{HttpResponse, get};
use app::features::{self, MergePreview};
use app::fields;
use domain::FeatureId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::extract::{Filter, PathId};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// Into which feature.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MergePreviewQuery {
    /// The feature that both would be.
    #[param(value_type = uuid::Uuid)]
    into: String,
}

/// What a merge would mean, in people.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergePreviewOut {
    /// Those who ask for the feature.
    people: i64,
    /// Those who ask for the one that it would be merged into.
    into_people: i64,
    /// Those who ask for both.
    both: i64,
    /// Those who would ask for the one afterwards.
    total: i64,
    /// Those who would be told because of the merge: one of the two is out, and they asked for the other.
    would_be_told: i64,
}

impl From<MergePreview> for MergePreviewOut {
    fn from(preview: MergePreview) -> Self {
        let MergePreview { people, into_people, both, total, would_be_told } = preview;
        MergePreviewOut { people, into_people, both, total, would_be_told }
    }
}

/// What merging a feature into another would mean. Fails as the merge would.
#[utoipa::path(
    tag = "features",
    params(("id" = uuid::Uuid, Path), MergePreviewQuery),
    responses(
        (status = 200, description = "What it would mean", body = MergePreviewOut),
        (status = 404, description = "No such feature", body = ProblemOut),
        (status = 409, description = "It is merged already", body = ProblemOut),
        (status = 422, description = "A parameter is wrong, or the merge would make a loop", body = ProblemOut)
    )
)]
#[get("/features/{id}/merge-preview")]
pub async fn preview_merge(
    allowed: Allowed<Read>,
    id: PathId<FeatureId>,
    query: Filter<MergePreviewQuery>,
) -> Result<HttpResponse, Problem> {
    let into = fields::one("?into", &query.0.into)?;
    allowed.look(move |view| features::preview_merge(view, id.0, into).map(MergePreviewOut::from)).await
}

//! `GET /releases/{id}/preview`

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get};
use app::releases::{Preview, Standing};
use domain::ReleaseId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::extract::{Filter, PathId, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// Which part of a preview.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PreviewFilter {
    /// Only those who stand here: `ready`, `told`, `opted_out`, `already_owed`, `audience_not_reached`, `history`, `skipped`.
    standing: Option<String>,
    /// 1 to 200; 50 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What shipping a release means.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewOut {
    /// How many people ask for its features.
    people: i64,
    /// How many stand where; `ready` are those who will be told.
    by_reason: BTreeMap<String, i64>,
    /// A page of them, those who asked first leading.
    items: Vec<StandingOut>,
    /// Where the next page begins.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// One person in a preview.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingOut {
    /// The person.
    #[schema(value_type = uuid::Uuid)]
    person_id: String,
    /// What they are called.
    name: String,
    /// When they first asked.
    asked_at: String,
    /// How many of the release's features they ask for.
    features: i64,
    /// What will happen, or stands in the way.
    standing: String,
}

impl From<Standing> for StandingOut {
    fn from(of: Standing) -> Self {
        StandingOut {
            person_id: of.person_id.to_string(),
            name: of.name,
            asked_at: of.asked_at.to_string(),
            features: of.features,
            standing: of.standing,
        }
    }
}

impl From<Preview> for PreviewOut {
    fn from(found: Preview) -> Self {
        PreviewOut {
            people: found.people,
            by_reason: found.by_reason.into_iter().collect(),
            items: found.list.items.into_iter().map(StandingOut::from).collect(),
            next_cursor: found.list.next_cursor,
        }
    }
}

/// Who will be told when a release ships, and who will not, and why.
#[utoipa::path(
    tag = "releases",
    params(("id" = uuid::Uuid, Path), PreviewFilter),
    responses((status = 200, description = "The preview", body = PreviewOut), (status = 404, description = "No such release", body = ProblemOut))
)]
#[get("/releases/{id}/preview")]
pub async fn preview(
    allowed: Allowed<Read>,
    id: PathId<ReleaseId>,
    filter: Filter<PreviewFilter>,
) -> Result<HttpResponse, Problem> {
    let Filter(filter) = filter;
    allowed
        .look(move |view| {
            let page = page(filter.limit, filter.cursor);
            app::releases::preview(view, id.0, filter.standing.as_deref(), &page).map(PreviewOut::from)
        })
        .await
}

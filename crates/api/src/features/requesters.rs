//! `GET /features/{id}/requesters`

use actix_web::{HttpResponse, get};
use app::features::{self, RequesterView};
use domain::state::Reason;
use domain::{FeatureId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::extract::{Filter, PathId, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RequestersQuery {
    /// How many on a page: 1 to 200, 50 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A person who speaks of a feature, and where they stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequesterOut {
    /// The person.
    person: RequesterPersonOut,
    /// The request that stands for all of theirs: the first that asks, else their first.
    #[schema(value_type = uuid::Uuid)]
    request_id: String,
    /// The feature that it was made for: this one or one merged into it.
    #[schema(value_type = uuid::Uuid)]
    feature_id: String,
    /// `asks`, `mentions` or `against`.
    kind: &'static str,
    /// The words that ask.
    quote: String,
    /// The message in which they asked.
    message: RequesterMessageOut,
    /// When they asked.
    asked_at: String,
    /// When they were told.
    #[schema(required)]
    told_at: Option<String>,
    /// `told`, or what stands in the way: `waiting_for_ship`, `owed`, `held`, `opted_out`, `skipped`, `withdrawn` or
    /// `not_asking`.
    standing: &'static str,
    /// Why, where there is a reason: one of the stable words.
    #[schema(required)]
    reason: Option<&'static str>,
    /// The reason in words, for people.
    #[schema(required)]
    reason_text: Option<&'static str>,
}

/// The person of a requester.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequesterPersonOut {
    /// Their id, after merges.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// Their name.
    name: String,
}

/// The message of a requester.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequesterMessageOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// Its link.
    #[schema(required)]
    url: Option<String>,
    /// What it says.
    text: String,
}

impl From<RequesterView> for RequesterOut {
    fn from(view: RequesterView) -> Self {
        let RequesterView { requester, told_at, standing, reason } = view;
        RequesterOut {
            person: RequesterPersonOut { id: requester.person_id.to_string(), name: requester.person_name },
            request_id: requester.request_id.to_string(),
            feature_id: requester.feature_id.to_string(),
            kind: requester.kind.as_str(),
            quote: requester.quote,
            message: RequesterMessageOut {
                id: requester.message_id.to_string(),
                url: requester.message_url,
                text: requester.message_text,
            },
            asked_at: requester.asked_at.to_string(),
            told_at: told_at.as_ref().map(Timestamp::to_string),
            standing: standing.as_str(),
            reason: reason.map(Reason::as_str),
            reason_text: reason.map(Reason::in_words),
        }
    }
}

/// The people who speak of a feature or one merged into it, each once, those who asked first leading: with their words,
/// and when they were told or what stands in the way.
#[utoipa::path(
    tag = "features",
    params(("id" = uuid::Uuid, Path), RequestersQuery),
    responses(
        (status = 200, description = "A page", body = PageOut<RequesterOut>),
        (status = 404, description = "No such feature", body = ProblemOut),
        (status = 422, description = "A parameter is wrong", body = ProblemOut)
    )
)]
#[get("/features/{id}/requesters")]
pub async fn requesters(
    allowed: Allowed<Read>,
    id: PathId<FeatureId>,
    query: Filter<RequestersQuery>,
) -> Result<HttpResponse, Problem> {
    let page = page(query.0.limit, query.0.cursor);
    allowed.look(move |view| features::requesters(view, id.0, &page).map(PageOut::<RequesterOut>::from)).await
}

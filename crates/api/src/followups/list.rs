//! `GET /followups`

use actix_web::{HttpResponse, get};
use app::fields::one;
use app::follow_ups::FollowUpQuery;
use serde::Deserialize;
use utoipa::IntoParams;

use super::FollowUpOut;
use crate::extract::{Filter, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// Which follow-ups.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FollowUpFilter {
    /// `settling`, `open`, `claimed`, `replying`, `told`, `snoozed`, `held`, `skipped` or `withdrawn`.
    state: Option<String>,
    /// About this release.
    #[param(value_type = Option<uuid::Uuid>)]
    release: Option<String>,
    /// On this network.
    network: Option<String>,
    /// Claimed by this member.
    #[param(value_type = Option<uuid::Uuid>)]
    assignee: Option<String>,
    /// Of this person.
    #[param(value_type = Option<uuid::Uuid>)]
    person: Option<String>,
    /// 1 to 200; 50 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl FollowUpFilter {
    fn check(&self) -> app::Result<FollowUpQuery> {
        Ok(FollowUpQuery {
            state: self.state.as_deref().map(|state| one("?state", state)).transpose()?,
            release: self.release.as_deref().map(|id| one("?release", id)).transpose()?,
            network: self.network.clone(),
            assignee: self.assignee.as_deref().map(|id| one("?assignee", id)).transpose()?,
            person: self.person.as_deref().map(|id| one("?person", id)).transpose()?,
        })
    }
}

/// Follow-ups, the oldest ask first.
#[utoipa::path(
    tag = "followups",
    params(FollowUpFilter),
    responses((status = 200, description = "A page", body = PageOut<FollowUpOut>), (status = 422, description = "A parameter is wrong", body = ProblemOut))
)]
#[get("/followups")]
pub async fn list(allowed: Allowed<Read>, filter: Filter<FollowUpFilter>) -> Result<HttpResponse, Problem> {
    let Filter(filter) = filter;
    allowed
        .look(move |view| {
            let found = app::follow_ups::list(view, &filter.check()?, &page(filter.limit, filter.cursor))?;
            Ok(PageOut::<FollowUpOut>::from(found))
        })
        .await
}

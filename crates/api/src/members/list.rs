//! `GET /members`

use actix_web::{HttpResponse, get};

use super::MemberOut;
use crate::extract::{Filter, PageIn};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// The members by name; integrations and those who are shut out too.
#[utoipa::path(
    tag = "members",
    params(PageIn),
    responses((status = 200, description = "A page of members", body = PageOut<MemberOut>), (status = 422, description = "A parameter is wrong", body = ProblemOut))
)]
#[get("/members")]
pub async fn list(allowed: Allowed<Read>, query: Filter<PageIn>) -> Result<HttpResponse, Problem> {
    let page = query.0.into();
    allowed.look(move |view| app::members::list(view, &page).map(PageOut::<MemberOut>::from)).await
}

//! `GET /tokens`

use actix_web::{HttpResponse, get};

use super::TokenOut;
use crate::extract::{Filter, PageIn};
use crate::permission::{Administer, Allowed};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// The tokens of the workspace without their secrets, newest first; expired and revoked ones too.
#[utoipa::path(
    tag = "members",
    params(PageIn),
    responses((status = 200, description = "A page of tokens", body = PageOut<TokenOut>), (status = 422, description = "A parameter is wrong", body = ProblemOut))
)]
#[get("/tokens")]
pub async fn list(allowed: Allowed<Administer>, query: Filter<PageIn>) -> Result<HttpResponse, Problem> {
    let page = query.0.into();
    allowed.look(move |view| app::tokens::list(view, &page).map(PageOut::<TokenOut>::from)).await
}

//! `GET /requests`

use actix_web::{HttpResponse, get};
use app::fields::Fields;
use app::requests::{self, ListQuery};
use serde::Deserialize;
use utoipa::IntoParams;

use super::RequestOut;
use crate::extract::{Filter, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};
use crate::reply::PageOut;

/// Which requests are wanted. Everything given must hold.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RequestsQuery {
    /// For this feature or one merged into it.
    #[param(value_type = Option<uuid::Uuid>)]
    feature: Option<String>,
    /// By this person, whichever of their merged selves asked.
    #[param(value_type = Option<uuid::Uuid>)]
    person: Option<String>,
    /// In this message.
    #[param(value_type = Option<uuid::Uuid>)]
    message: Option<String>,
    /// `asks`, `mentions` or `against`.
    kind: Option<String>,
    /// How many on a page: 1 to 200, 50 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl RequestsQuery {
    fn check(self) -> app::Result<ListQuery> {
        let mut fields = Fields::new();
        let feature = fields.parse_optional("?feature", self.feature.as_deref());
        let person = fields.parse_optional("?person", self.person.as_deref());
        let message = fields.parse_optional("?message", self.message.as_deref());
        let kind = fields.parse_optional("?kind", self.kind.as_deref());
        let page = page(self.limit, self.cursor);
        let query = feature.zip(person).zip(message.zip(kind));
        fields.finish(query.map(|((feature, person), (message, kind))| ListQuery {
            feature,
            person,
            message,
            kind,
            page,
        }))
    }
}

/// Requests, the latest ask first, withdrawn ones too.
#[utoipa::path(
    tag = "requests",
    params(RequestsQuery),
    responses((status = 200, description = "A page", body = PageOut<RequestOut>), (status = 422, description = "A parameter is wrong", body = ProblemOut))
)]
#[get("/requests")]
pub async fn list(allowed: Allowed<Read>, query: Filter<RequestsQuery>) -> Result<HttpResponse, Problem> {
    let query = query.0.check()?;
    allowed.look(move |view| requests::list(view, &query).map(PageOut::<RequestOut>::from)).await
}

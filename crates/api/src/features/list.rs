//! `GET /features`

use actix_web::{HttpResponse, get};
use app::features::{self, ListQuery, Sort};
use app::fields::Fields;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::FeatureOut;
use crate::extract::{Filter, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// Which features are wanted. Everything given must hold.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeaturesQuery {
    /// `open`, `planned`, `in_progress`, `shipped` or `declined`.
    status: Option<String>,
    /// With this tag.
    tag: Option<String>,
    /// With each of these words somewhere in the title, in any case of letters.
    q: Option<String>,
    /// Those that are merged into another, instead of those that are not.
    #[serde(default)]
    merged: bool,
    /// `demand` (how many people ask; if nothing is said), `recent` (when somebody last asked) or `created`. What is
    /// merged is sorted by `created` alone.
    sort: Option<String>,
    /// Whether to count them all, in `total`.
    #[serde(default)]
    count: bool,
    /// How many on a page: 1 to 200, 50 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// One page of features.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeaturesOut {
    /// The features.
    items: Vec<FeatureOut>,
    /// Where the next page begins; `null` on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// How many there are in all, if `count=true`.
    #[schema(required)]
    total: Option<i64>,
}

/// The most characters that may be searched for.
const MAX_QUERY: usize = 500;

impl FeaturesQuery {
    fn check(self) -> app::Result<ListQuery> {
        let mut fields = Fields::new();
        let status = fields.parse_optional("?status", self.status.as_deref());
        let tag = fields.parse_optional("?tag", self.tag.as_deref());
        let sort = match self.sort.as_deref() {
            None => None,
            Some("demand") => Some(Sort::Demand),
            Some("recent") => Some(Sort::Recent),
            Some("created") => Some(Sort::Created),
            Some(_) => {
                fields.wrong("?sort", "must be one of `demand`, `recent`, `created`");
                None
            }
        };
        if self.q.as_ref().is_some_and(|q| q.chars().count() > MAX_QUERY) {
            fields.wrong("?q", format!("has more than {MAX_QUERY} characters"));
        }
        let query = status.zip(tag).map(|(status, tag)| ListQuery {
            status,
            tag,
            words: self.q,
            merged: self.merged,
            sort,
            count: self.count,
            page: page(self.limit, self.cursor),
        });
        fields.finish(query)
    }
}

/// Features, those that most people ask for first.
#[utoipa::path(
    tag = "features",
    params(FeaturesQuery),
    responses((status = 200, description = "A page", body = FeaturesOut), (status = 422, description = "A parameter is wrong", body = ProblemOut))
)]
#[get("/features")]
pub async fn list(allowed: Allowed<Read>, query: Filter<FeaturesQuery>) -> Result<HttpResponse, Problem> {
    let query = query.0.check()?;
    allowed
        .look(move |view| {
            let (page, total) = features::list(view, &query)?;
            let items = page.items.into_iter().map(FeatureOut::from).collect();
            Ok(FeaturesOut { items, next_cursor: page.next_cursor, total })
        })
        .await
}

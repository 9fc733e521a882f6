//! `GET /messages`

use actix_web::{HttpResponse, get};
use app::fields;
use app::messages::{self, ListQuery};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MessageOut;
use crate::extract::{Filter, page};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// Which messages are wanted. Everything given must hold.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MessagesQuery {
    /// `new`, `claimed` or `done`; a claim that has run out counts as new.
    state: Option<String>,
    /// From this network.
    network: Option<String>,
    /// With this tag.
    tag: Option<String>,
    /// With these words; what stands in double quotes is one phrase.
    q: Option<String>,
    /// By this person or identity (an id), or by whoever has this handle.
    author: Option<String>,
    /// Whether to count them all, in `total`.
    #[serde(default)]
    count: bool,
    /// How many on a page: 1 to 200, 50 if nothing is said.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// One page of messages.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessagesOut {
    /// The messages, newest first.
    items: Vec<MessageOut>,
    /// Where the next page begins; `null` on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// How many there are in all, if `count=true`.
    #[schema(required)]
    total: Option<i64>,
}

/// The most that may be searched for.
const MAX_QUERY: usize = 500;

impl MessagesQuery {
    fn check(self) -> app::Result<ListQuery> {
        if self.q.as_ref().is_some_and(|q| q.chars().count() > MAX_QUERY) {
            return Err(app::Error::field("?q", format!("has more than {MAX_QUERY} characters")));
        }
        Ok(ListQuery {
            state: optional("?state", self.state)?,
            network: optional("?network", self.network)?,
            tag: optional("?tag", self.tag)?,
            author: self.author.map(domain::text::without_nul),
            words: self.q.map(domain::text::without_nul),
            count: self.count,
            page: page(self.limit, self.cursor),
        })
    }
}

fn optional<T: std::str::FromStr>(name: &str, text: Option<String>) -> app::Result<Option<T>>
where
    T::Err: std::fmt::Display,
{
    text.map(|text| fields::one(name, &text)).transpose()
}

/// Messages, newest first.
#[utoipa::path(
    tag = "messages",
    params(MessagesQuery),
    responses((status = 200, description = "A page", body = MessagesOut), (status = 422, description = "A filter is wrong", body = ProblemOut))
)]
#[get("/messages")]
pub async fn list(allowed: Allowed<Read>, query: Filter<MessagesQuery>) -> Result<HttpResponse, Problem> {
    let query = query.0.check()?;
    allowed
        .look(move |view| {
            let (page, total) = messages::list(view, &query)?;
            let items = page.items.into_iter().map(MessageOut::from).collect();
            Ok(MessagesOut { items, next_cursor: page.next_cursor, total })
        })
        .await
}

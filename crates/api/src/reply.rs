//! What handlers answer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use app::{Error, Page};
use serde::Serialize;
use utoipa::ToSchema;

/// An answer that can be kept: a status and a body of JSON.
#[derive(Debug)]
pub struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: String,
    /// What repeats of an `Idempotency-Key` get instead.
    pub(crate) kept: Option<String>,
}

impl Reply {
    fn with(status: StatusCode, body: &impl Serialize) -> app::Result<Reply> {
        let body = serde_json::to_string(body).map_err(Error::internal)?;
        Ok(Reply { status, body, kept: None })
    }

    /// 200 with a body.
    pub fn ok(body: &impl Serialize) -> app::Result<Reply> {
        Reply::with(StatusCode::OK, body)
    }

    /// 201 with the thing that was made.
    pub fn created(body: &impl Serialize) -> app::Result<Reply> {
        Reply::with(StatusCode::CREATED, body)
    }

    /// 201 with a thing that holds a secret, and what repeats get, who are not shown it again.
    pub fn created_once(body: &impl Serialize, kept: &impl Serialize) -> app::Result<Reply> {
        let kept = serde_json::to_string(kept).map_err(Error::internal)?;
        Ok(Reply { kept: Some(kept), ..Reply::created(body)? })
    }

    /// 204: done, nothing to say.
    pub fn nothing() -> Reply {
        Reply { status: StatusCode::NO_CONTENT, body: String::new(), kept: None }
    }
}

impl From<Reply> for HttpResponse {
    fn from(reply: Reply) -> HttpResponse {
        let mut answer = HttpResponse::new(reply.status);
        if reply.body.is_empty() {
            return answer;
        }
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        answer.set_body(actix_web::body::BoxBody::new(reply.body))
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageOut<T> {
    /// Its items.
    pub items: Vec<T>,
    /// Where the next page begins; `null` on the last.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

impl<T, U: From<T>> From<Page<T>> for PageOut<U> {
    fn from(page: Page<T>) -> Self {
        PageOut { items: page.items.into_iter().map(U::from).collect(), next_cursor: page.next_cursor }
    }
}

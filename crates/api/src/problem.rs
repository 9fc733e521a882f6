//! Errors as `application/problem+json` (RFC 9457).

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use app::{Code, Error, FieldError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::request_id;

/// An error of the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemOut {
    /// A URI that names the kind of problem.
    #[schema(example = "https://getback.dev/problems/not_found")]
    r#type: String,
    /// The kind of problem, in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// The stable code of the kind of problem.
    code: &'static str,
    /// What is wrong and one hint.
    detail: String,
    /// The fields that are wrong.
    errors: Vec<FieldOut>,
    /// The request, as the log knows it.
    request_id: String,
}

/// One wrong field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldOut {
    /// A JSON pointer into the body, or `?name` for a query parameter.
    pointer: String,
    /// What is wrong with it.
    message: String,
}

impl From<FieldError> for FieldOut {
    fn from(field: FieldError) -> Self {
        FieldOut { pointer: field.pointer, message: field.message }
    }
}

/// An [`Error`] on its way out.
#[derive(Debug)]
pub struct Problem(pub Error);

impl From<Error> for Problem {
    fn from(e: Error) -> Self {
        Problem(e)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// How long a caller should wait when we are too busy, in seconds.
const RETRY_AFTER: &str = "1";

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let Error { code, detail, fields, cause } = &self.0;
        if let (Code::Internal, Some(cause)) = (code, cause) {
            tracing::error!(error = ?cause, "a request failed for a reason of ours");
        }
        let body = ProblemOut {
            r#type: format!("https://getback.dev/problems/{}", code.as_str()),
            title: code.title(),
            status: code.status(),
            code: code.as_str(),
            detail: detail.clone(),
            errors: fields.iter().cloned().map(FieldOut::from).collect(),
            request_id: request_id::current(),
        };
        let mut answer = HttpResponse::build(self.status_code()).json(body);
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if *code == Code::Overloaded {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        if *code == Code::Unauthorized {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        answer
    }
}

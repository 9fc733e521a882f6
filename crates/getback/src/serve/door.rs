//! What every request passes on its way in and every answer on its way out: the size of the head, and the headers that tell
//! a browser what not to do.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

/// The largest head that is taken: the target and all headers. (actix itself reads no more than 128 KiB and 96 headers.)
const HEAD_LIMIT: usize = 32 * 1024;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Set on every answer that does not say otherwise itself.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

pub(super) async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut answer = if head_size(&request) > HEAD_LIMIT {
        request.into_response(too_large())
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    guard(answer.headers_mut());
    Ok(answer)
}

fn head_size(request: &ServiceRequest) -> usize {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    let headers = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    headers.fold(target, usize::saturating_add)
}

fn too_large() -> HttpResponse {
    let mut answer = HttpResponse::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    answer.head_mut().set_connection_type(ConnectionType::Close);
    answer
}

fn guard(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

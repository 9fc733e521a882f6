//! Every request has an id: in its log lines, in its answer's `x-request-id`, and in its errors.

use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use app::App;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::metrics;

tokio::task_local! {
    static REQUEST_ID: String;
}

/// The id of the request that this task serves; empty outside of one.
pub(crate) fn current() -> String {
    REQUEST_ID.try_with(Clone::clone).unwrap_or_default()
}

/// Gives the request an id and a span, and logs its end.
pub(crate) async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = new_id(&request);
    let span = tracing::info_span!("request", id = %id, method = %request.method());
    let route = request.match_pattern().unwrap_or_default();
    let method = metrics::label(request.method());
    let header = HeaderValue::from_str(&id).ok();
    let begun = Instant::now(); // clock: how long it took is for the log and the metrics alone
    REQUEST_ID
        .scope(id, async move {
            let mut response = next.call(request).await?;
            if let Some(header) = header {
                response.headers_mut().insert(HeaderName::from_static("x-request-id"), header);
            }
            let status = response.status().as_u16();
            let took = begun.elapsed();
            metrics::observe(method, &route, status, took);
            let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            if status >= 500 {
                tracing::warn!(http.route = route, http.status = status, micros, "request failed");
            } else {
                tracing::info!(http.route = route, http.status = status, micros, "request served");
            }
            Ok(response)
        })
        .instrument(span)
        .await
}

fn new_id(request: &ServiceRequest) -> String {
    let mut bits = [0; 16];
    if let Some(app) = request.app_data::<actix_web::web::Data<App>>() {
        app.random(&mut bits);
    }
    Uuid::from_bytes(bits).simple().to_string()
}

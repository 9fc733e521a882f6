//! `GET /metrics`: numbers for Prometheus. They hold no names and no texts, so they need no token; keep the path inside by
//! the proxy if they are nobody's business.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use ::metrics::{counter, gauge, histogram};
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use app::App;
use app::depths::Depths;
use domain::Timestamp;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::extract::blocking;
use crate::problem::{Problem, ProblemOut};

/// Upper bounds of the classes of latency, in seconds.
const LATENCIES: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// How long what was counted in the database stands, however often somebody asks.
const COUNTED_EVERY: Duration = Duration::from_secs(10);
/// After how many requests the samples are put into their classes, if nobody has asked meanwhile.
const SORT_EVERY: u64 = 4_096;

/// Where the numbers of this process are kept; the first call begins to keep them.
fn numbers() -> &'static PrometheusHandle {
    static NUMBERS: OnceLock<PrometheusHandle> = OnceLock::new();
    NUMBERS.get_or_init(|| {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &LATENCIES)
            .unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if ::metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("somebody else keeps the metrics of this process; `/metrics` stays empty");
        }
        handle
    })
}

/// Notes one request. `route` is its pattern, so that ids make no new series.
pub(crate) fn observe(method: &'static str, route: &str, status: u16, took: Duration) {
    static SEEN: AtomicU64 = AtomicU64::new(0);
    let numbers = numbers();
    let route = if route.is_empty() { "none".to_owned() } else { route.to_owned() };
    counter!("getback_http_requests_total", "method" => method, "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    histogram!("getback_http_request_seconds", "method" => method, "route" => route).record(took);
    if SEEN.fetch_add(1, Ordering::Relaxed) % SORT_EVERY == SORT_EVERY - 1 {
        numbers.run_upkeep();
    }
}

/// The method as a label: one that HTTP does not know makes no new series.
pub(crate) fn label(method: &actix_web::http::Method) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        .into_iter()
        .find(|known| *known == method.as_str())
        .unwrap_or("other")
}

/// What was last counted in the database, and when.
#[derive(Default)]
pub struct Counted(Mutex<Option<(Timestamp, Depths)>>);

impl Counted {
    fn depths(&self, app: &App) -> app::Result<Depths> {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, depths)) = &*counted
            && app.now().since(*at) < COUNTED_EVERY
        {
            return Ok(depths.clone());
        }
        let depths = app::depths::depths(app)?;
        *counted = Some((app.now(), depths.clone()));
        Ok(depths)
    }
}

/// Numbers for Prometheus: requests with their latency, connections to the database, what waits in the queues.
#[utoipa::path(
    tag = "system",
    responses(
        (status = 200, description = "Prometheus's text format", content_type = "text/plain", body = String),
        (status = 503, description = "The database does not answer", body = ProblemOut)
    )
)]
#[get("/metrics")]
pub async fn show(app: Data<App>, counted: Data<Counted>) -> Result<HttpResponse, Problem> {
    let text = blocking(move || {
        let numbers = numbers();
        set(&counted.depths(&app)?);
        let pool = app.db().pool();
        gauge!("getback_db_connections", "state" => "open").set(pool.open);
        gauge!("getback_db_connections", "state" => "idle").set(pool.idle);
        gauge!("getback_db_connections_max").set(pool.max);
        Ok(numbers.render())
    })
    .await?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}

fn set(depths: &Depths) {
    for (state, count) in &depths.follow_ups {
        gauge!("getback_follow_ups", "state" => state.as_str()).set(as_number(*count));
    }
    for (state, count) in &depths.messages {
        gauge!("getback_messages", "state" => state.as_str()).set(as_number(*count));
    }
}

/// Prometheus counts in floating point; so many rows that it is not exact nobody has.
fn as_number(count: i64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

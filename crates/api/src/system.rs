//! For those who run Getback: health and readiness.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use app::App;

use crate::extract::blocking;
use crate::problem::Problem;

/// Whether the process lives. Asks nothing of the database, so that it answers under overload.
#[utoipa::path(tag = "system", responses((status = 200, description = "It lives")))]
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

/// Whether the process can serve: the database answers.
#[utoipa::path(tag = "system", responses((status = 200, description = "It can serve"), (status = 503, description = "The database does not answer")))]
#[get("/readyz")]
pub async fn readyz(app: Data<App>) -> Result<HttpResponse, Problem> {
    blocking(move || app.ping()).await?;
    Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ready" })))
}

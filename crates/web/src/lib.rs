//! The web app. For now one page that says where the API is.

use actix_web::http::header;
use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, get};

/// Mounts the web app beside the API.
pub fn mount(config: &mut ServiceConfig) {
    config.service(index).service(style);
}

#[get("/")]
async fn index() -> HttpResponse {
    page("text/html; charset=utf-8", include_str!("page/index.html"))
}

#[get("/page.css")]
async fn style() -> HttpResponse {
    page("text/css; charset=utf-8", include_str!("page/page.css"))
}

fn page(kind: &'static str, text: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(text)
}

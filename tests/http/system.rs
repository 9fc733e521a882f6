//! `/healthz`, `/readyz`, `/metrics`: outside of `/api/v1`, without a token

use serde_json::json;
use testkit::TestApp;

#[actix_web::test]
async fn numbers_tell_requests_by_route_and_what_waits() {
    let app = TestApp::start().await;
    let nobody = app.with_token(None);
    nobody.get("/features/00000000-0000-7000-8000-000000000000").await.expect_problem(401, "unauthorized");
    app.admin().get("/nothing/here").await.expect_problem(404, "not_found");
    let text = nobody.get("/../../metrics").await.expect(200);
    let text = text.as_str().unwrap();
    for line in [
        r#"getback_http_requests_total{method="GET",route="/api/v1/features/{id}",status="401"} 1"#,
        r#"getback_http_request_seconds_bucket{method="GET",route="/api/v1/features/{id}",le="+Inf"} 1"#,
        r#"getback_http_requests_total{method="GET",route="none",status="404"} 1"#,
        r#"getback_follow_ups{state="open"} 0"#,
        r#"getback_messages{state="new"} 0"#,
        "getback_db_connections_max 4",
    ] {
        assert!(text.contains(line), "`{line}` is missing in\n{text}");
    }
}

#[actix_web::test]
async fn it_lives_and_can_serve() {
    let app = TestApp::start().await;
    let nobody = app.with_token(None);
    assert_eq!(nobody.get("/../../healthz").await.expect(200), json!({ "status": "ok" }));
    assert_eq!(nobody.get("/../../readyz").await.expect(200), json!({ "status": "ready" }));
}

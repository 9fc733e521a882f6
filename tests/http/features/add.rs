//! `POST /features`

use serde_json::json;
use testkit::TestApp;

#[actix_web::test]
async fn a_feature_is_made_and_found() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let made = admin.post("/features", json!({ "title": " Dark mode " })).await.expect(201);
    assert_eq!(made["title"], "Dark mode");
    assert_eq!(made["status"], "open");
    let path = format!("/features/{}", made["id"].as_str().unwrap());
    assert_eq!(admin.get(&path).await.expect(200), made);
}

#[actix_web::test]
async fn what_is_wrong_is_named() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let problem = admin
        .post("/features", json!({ "title": "", "descriptoin": "x" }))
        .await
        .expect_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/descriptoin");
    let problem = admin.post("/features", json!({ "title": "" })).await.expect_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/title");
    admin.get("/features/nonsense").await.expect_problem(404, "not_found");
    admin.delete("/features").await.expect_problem(405, "method_not_allowed");
}

#[actix_web::test]
async fn a_key_is_used_once() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let key = [("Idempotency-Key", "k1")];
    let send =
        |title: &str| admin.send("POST".parse().unwrap(), "/features", Some(json!({ "title": title })), &key);
    let first = send("Dark mode").await.expect(201);
    assert_eq!(send("Dark mode").await.expect(201), first);
    send("Tables").await.expect_problem(422, "key_reused");
}

//! What is refused, and in what words.

use domain::Role;
use serde_json::{Value, json};
use testkit::TestApp;

use super::{added, post_of, with};

#[actix_web::test]
async fn wrong_fields_are_named() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let long = "x".repeat(600);
    let author = |author: Value| json!({ "author": author });
    let cases = [
        (json!({ "network": "" }), "/network"),
        (json!({ "network": "Mastodon" }), "/network"),
        (json!({ "network": 1 }), "/network"),
        (json!({ "external_id": "" }), "/external_id"),
        (json!({ "external_id": long }), "/external_id"),
        (json!({ "url": "javascript:alert(1)" }), "/url"),
        (json!({ "url": "" }), "/url"),
        (json!({ "text": null }), "/text"),
        (json!({ "text": "x".repeat(50_001) }), "/text"),
        (json!({ "posted_at": "2023-05-01" }), "/posted_at"),
        (json!({ "posted_at": "2026-01-02T00:00:01Z" }), "/posted_at"),
        (json!({ "posted_at": "9999-12-31T23:59:60Z" }), "/posted_at"),
        (json!({ "posted_at": 1_682_935_200 }), "/posted_at"),
        (json!({ "edited_at": "2027-01-01T00:00:00Z" }), "/edited_at"),
        (json!({ "parent_external_id": "" }), "/parent_external_id"),
        (json!({ "thread_external_id": long }), "/thread_external_id"),
        (json!({ "repost": "yes" }), "/repost"),
        (json!({ "unknown": 1 }), "/unknown"),
        (author(json!({ "external_id": " " })), "/author/external_id"),
        (author(json!({ "handle": "ada" })), "/author/external_id"),
        (author(json!({ "external_id": "1", "handle": long })), "/author/handle"),
        (author(json!({ "external_id": "1", "name": long })), "/author/name"),
        (author(json!("ada")), "/author"),
    ];
    for (fields, pointer) in cases {
        let answer = admin.post("/messages", with(post_of("ada", 1), fields.clone())).await;
        let problem = answer.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{fields}: {problem}");
    }
    assert_eq!(admin.get("/messages?count=true").await.expect(200)["total"], 0);
}

#[actix_web::test]
async fn wrong_filters_are_named() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let long = "x".repeat(501);
    for query in [
        "state=open",
        "network=No%20Network",
        "tag=",
        "tag=a,b",
        "limit=0",
        "limit=201",
        "limit=-1",
        "limit=many",
        "cursor=nonsense",
        "count=perhaps",
        "colour=red",
        &format!("q={long}"),
    ] {
        admin.get(&format!("/messages?{query}")).await.expect_problem(422, "invalid");
    }
}

#[actix_web::test]
async fn unknown_and_foreign_messages_are_not_found() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let foreigner = app.client(app.other_workspace(), Role::Admin);
    let foreign = added(&foreigner, post_of("ada", 1)).await;
    let done = json!({ "disposition": "spam" });
    for id in [foreign.as_str(), "01890000-0000-7000-8000-000000000000", "nonsense", "%00"] {
        admin.get(&format!("/messages/{id}")).await.expect_problem(404, "not_found");
        admin.get(&format!("/messages/{id}/thread")).await.expect_problem(404, "not_found");
        admin.post(&format!("/messages/{id}/claim"), json!({})).await.expect_problem(404, "not_found");
        admin.post(&format!("/messages/{id}/release"), json!({})).await.expect_problem(404, "not_found");
        admin.post(&format!("/messages/{id}/done"), done.clone()).await.expect_problem(404, "not_found");
        admin
            .put(&format!("/messages/{id}/tags"), json!({ "tags": [] }))
            .await
            .expect_problem(404, "not_found");
    }
    assert_eq!(admin.get("/messages?count=true").await.expect(200)["total"], 0);
    // The same network and id is another message here.
    admin.post("/messages", post_of("ada", 1)).await.expect(201);
}

#[actix_web::test]
async fn a_viewer_only_looks() {
    let app = TestApp::start().await;
    let id = added(&app.as_role(Role::Specialist), post_of("ada", 1)).await;
    let viewer = app.as_role(Role::Viewer);
    viewer.get("/messages").await.expect(200);
    viewer.get(&format!("/messages/{id}")).await.expect(200);
    viewer.get(&format!("/messages/{id}/thread")).await.expect(200);
    viewer.get("/tags").await.expect(200);
    for path in ["", "/batch", "/nonsense/claim", "/nonsense/release", "/nonsense/done"] {
        viewer.post(&format!("/messages{path}"), json!(0)).await.expect_problem(403, "forbidden");
    }
    viewer.put("/messages/nonsense/tags", json!(0)).await.expect_problem(403, "forbidden");
}

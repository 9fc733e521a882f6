//! `PUT /messages/{id}/tags`

use serde_json::json;
use testkit::TestApp;

use super::{added, events, listed, post_of, undo_last};

#[actix_web::test]
async fn a_message_has_exactly_the_tags_given() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let id = added(&admin, post_of("ada", 1)).await;
    let path = format!("/messages/{id}/tags");
    let tagged = admin.put(&path, json!({ "tags": ["iOS", " billing ", "ios"] })).await.expect(200);
    assert_eq!(tagged["tags"], json!(["billing", "ios"]));
    assert_eq!(listed(&admin, "/messages?tag=IOS").await, ["ada-1"]);
    let same = admin.put(&path, json!({ "tags": ["ios", "billing"] })).await.expect(200);
    assert_eq!(same["version"], tagged["version"]);
    let fewer = admin.put(&path, json!({ "tags": ["ios", "web"] })).await.expect(200);
    assert_eq!(fewer["tags"], json!(["ios", "web"]));
    assert_eq!(listed(&admin, "/messages?tag=billing").await.len(), 0);
    assert_eq!(admin.put(&path, json!({ "tags": [] })).await.expect(200)["tags"], json!([]));
}

#[actix_web::test]
async fn wrong_tags_are_named() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let id = added(&admin, post_of("ada", 1)).await;
    let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
    let cases = [
        (json!({}), "/tags"),
        (json!({ "tags": "ios" }), "/tags"),
        (json!({ "tags": ["ios", ""] }), "/tags/1"),
        (json!({ "tags": ["a,b"] }), "/tags/0"),
        (json!({ "tags": ["x".repeat(101)] }), "/tags/0"),
        (json!({ "tags": [1] }), "/tags/0"),
        (json!({ "tags": many }), "/tags"),
    ];
    for (body, pointer) in cases {
        let problem = admin.put(&format!("/messages/{id}/tags"), body.clone()).await.expect(422);
        let named = problem["errors"][0]["pointer"].as_str().unwrap();
        assert_eq!(named, pointer, "{body}: {problem}");
    }
}

#[actix_web::test]
async fn undoing_restores_the_tags() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let id = added(&admin, post_of("ada", 1)).await;
    let path = format!("/messages/{id}/tags");
    admin.put(&path, json!({ "tags": ["ios"] })).await.expect(200);
    admin.put(&path, json!({ "tags": ["web", "billing"] })).await.expect(200);
    undo_last(&admin, "message.tagged", 2).await.expect(200);
    assert_eq!(admin.get(&format!("/messages/{id}")).await.expect(200)["tags"], json!(["ios"]));
    admin.put(&path, json!({ "tags": ["android"] })).await.expect(200);
    admin.put(&path, json!({ "tags": [] })).await.expect(200);
    let tagged = events(&admin, "message.tagged", 4).await;
    let before = format!("/undo/{}", tagged[2]["id"].as_str().unwrap());
    admin.post(&before, json!({})).await.expect_problem(409, "cannot_undo");
}

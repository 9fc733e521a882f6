//! `PUT /messages/{id}/tags`

use serde_json::json;
use testkit::TestApp;

use super::{added, listed, post_of};

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

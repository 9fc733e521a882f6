//! `GET /messages/{id}/thread`

use serde_json::json;
use testkit::TestApp;

use super::{added, listed, post_of, with};

#[actix_web::test]
async fn a_thread_is_whole_in_whatever_order_it_came() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let reply = |n: u32, to: &str| with(post_of("ada", n), json!({ "parent_external_id": to }));
    // The leaf first, then a branch, then the middle, the root last.
    let leaf = added(&admin, reply(4, "ada-3")).await;
    added(&admin, reply(5, "ada-2")).await;
    added(&admin, reply(3, "ada-2")).await;
    added(&admin, reply(2, "ada-1")).await;
    let root = added(&admin, post_of("ada", 1)).await;
    added(&admin, post_of("bob", 1)).await;
    for id in [&leaf, &root] {
        let thread = listed(&admin, &format!("/messages/{id}/thread")).await;
        assert_eq!(thread, ["ada-1", "ada-2", "ada-3", "ada-4", "ada-5"]);
    }
    let page = admin.get(&format!("/messages/{leaf}/thread?limit=3")).await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = listed(&admin, &format!("/messages/{leaf}/thread?cursor={cursor}")).await;
    assert_eq!(rest, ["ada-4", "ada-5"]);
}

#[actix_web::test]
async fn the_network_may_name_the_root() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let fields = json!({ "parent_external_id": "lost", "thread_external_id": "ada-1" });
    let id = added(&admin, with(post_of("ada", 3), fields)).await;
    added(&admin, post_of("ada", 1)).await;
    assert_eq!(listed(&admin, &format!("/messages/{id}/thread")).await, ["ada-1", "ada-3"]);
    // A message that was taken for a root, and of which another delivery knows better.
    let late = added(&admin, post_of("ada", 5)).await;
    let answer = added(&admin, with(post_of("bob", 6), json!({ "parent_external_id": "ada-5" }))).await;
    let known = with(post_of("ada", 5), json!({ "parent_external_id": "ada-3" }));
    let known = admin.post("/messages", known).await.expect(200);
    assert_eq!((&known["id"], &known["parent_external_id"]), (&json!(late), &json!("ada-3")));
    let thread = listed(&admin, &format!("/messages/{answer}/thread")).await;
    assert_eq!(thread, ["ada-1", "ada-3", "ada-5", "bob-6"]);
}

#[actix_web::test]
async fn a_circle_of_parents_does_no_harm() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let reply = |n: u32, to: &str| with(post_of("ada", n), json!({ "parent_external_id": to }));
    let batch =
        json!({ "messages": [reply(1, "ada-2"), reply(2, "ada-3"), reply(3, "ada-1"), reply(4, "ada-4")] });
    let ids = admin.post("/messages/batch", batch).await.expect(200)["ids"].clone();
    let thread = listed(&admin, &format!("/messages/{}/thread", ids[0].as_str().unwrap())).await;
    assert_eq!(thread, ["ada-1", "ada-2", "ada-3"]);
}

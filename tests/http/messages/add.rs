//! `POST /messages`

use serde_json::{Value, json};
use testkit::TestApp;

use super::{post_of, with};

#[actix_web::test]
async fn a_message_is_new_once() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let made = admin.post("/messages", post_of("ada", 1)).await.expect(201);
    assert_eq!(made["state"], "new");
    assert_eq!(made["ours"], false);
    assert_eq!(made["author"]["handle"], "ada");
    assert_eq!(made["author"]["name"], "ADA");
    assert_eq!(made["posted_at"], "2023-05-01T10:01:00.000000Z");
    assert_eq!(made["thread_external_id"], "ada-1");
    for absent in ["disposition", "answered_at", "claim", "parent_external_id", "edited_at"] {
        assert_eq!(made.get(absent), Some(&Value::Null), "{absent}");
    }
    let again = admin.post("/messages", post_of("ada", 1)).await.expect(200);
    let path = format!("/messages/{}", made["id"].as_str().unwrap());
    let found = admin.get(&path).await.expect(200);
    assert_eq!(again, found);
    assert_eq!(with(found, json!({ "history": null })), made);
}

#[actix_web::test]
async fn another_text_is_an_edit_and_brings_the_message_back() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let made = admin.post("/messages", post_of("ada", 1)).await.expect(201);
    let path = format!("/messages/{}", made["id"].as_str().unwrap());
    admin.post(&format!("{path}/done"), json!({ "disposition": "spam" })).await.expect(200);
    let edited = with(post_of("ada", 1), json!({ "text": "please add a dark theme" }));
    let edited = admin.post("/messages", edited).await.expect(200);
    assert_eq!(edited["state"], "new");
    assert_eq!(edited["disposition"], Value::Null);
    assert_eq!(edited["done_at"], Value::Null);
    assert_eq!(edited["text"], "please add a dark theme");
    assert_eq!(edited["versions"], 1);
    assert_eq!(edited["history"][0]["text"], "please add dark mode, 1");
    assert_ne!(edited["edited_at"], Value::Null);
    assert!(edited["version"].as_i64() > made["version"].as_i64());
}

#[actix_web::test]
async fn an_older_edit_changes_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let text = |text: &str, at: &str| with(post_of("ada", 1), json!({ "text": text, "edited_at": at }));
    admin.post("/messages", text("second", "2023-05-02T00:00:00Z")).await.expect(201);
    let late = admin.post("/messages", text("first", "2023-05-01T12:00:00Z")).await.expect(200);
    assert_eq!((&late["text"], &late["versions"]), (&json!("second"), &json!(0)));
    let newer = admin.post("/messages", text("third", "2023-05-03T00:00:00Z")).await.expect(200);
    assert_eq!((&newer["text"], &newer["versions"]), (&json!("third"), &json!(1)));
}

#[actix_web::test]
async fn reposts_and_our_own_are_no_work() {
    let app = TestApp::start().await;
    let admin = app.admin();
    app.db_add_account("x", "us");
    let ours = admin.post("/messages", post_of("us", 1)).await.expect(201);
    assert_eq!(
        (&ours["ours"], &ours["state"], &ours["reason"]),
        (&json!(true), &json!("done"), &json!("ours"))
    );
    assert_eq!(ours["disposition"], "no_reply_needed");
    let repost = with(post_of("ada", 2), json!({ "repost": true }));
    let repost = admin.post("/messages", repost).await.expect(201);
    assert_eq!((&repost["state"], &repost["reason"]), (&json!("done"), &json!("repost")));
    let edited = with(post_of("us", 1), json!({ "text": "we said something else" }));
    assert_eq!(admin.post("/messages", edited).await.expect(200)["state"], "done");
}

#[actix_web::test]
async fn the_newest_message_says_what_its_author_is_called() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let named = |n: u32, handle: &str| {
        with(
            post_of("ada", n),
            json!({ "author": { "external_id": "42", "handle": handle, "name": handle } }),
        )
    };
    admin.post("/messages", named(2, "ada_l")).await.expect(201);
    let late = admin.post("/messages", named(1, "ada_b")).await.expect(201);
    assert_eq!(late["author"]["handle"], "ada_l");
    // A later message with the same handle, then one in between with another: the later one holds.
    admin.post("/messages", named(5, "ada_l")).await.expect(201);
    assert_eq!(admin.post("/messages", named(4, "ada_x")).await.expect(201)["author"]["handle"], "ada_l");
    let newest = admin.post("/messages", named(6, "ada")).await.expect(201);
    assert_eq!(newest["author"]["handle"], "ada");
    assert_eq!(newest["author"]["id"], late["author"]["id"]);
    assert_eq!(newest["author"]["person_id"], late["author"]["person_id"]);
}

#[actix_web::test]
async fn an_author_may_have_no_handle_and_no_name() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let nameless = with(post_of("ada", 1), json!({ "author": { "external_id": "42", "name": "" } }));
    let made = admin.post("/messages", nameless).await.expect(201);
    assert_eq!((&made["author"]["handle"], &made["author"]["name"]), (&json!("42"), &json!("42")));
    let named = with(post_of("ada", 2), json!({ "author": { "external_id": "42", "handle": "ada" } }));
    assert_eq!(admin.post("/messages", named).await.expect(201)["author"]["handle"], "ada");
    let nameless = with(post_of("ada", 3), json!({ "author": { "external_id": "42" } }));
    assert_eq!(admin.post("/messages", nameless).await.expect(201)["author"]["handle"], "ada");
}

#[actix_web::test]
async fn a_nul_is_replaced() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let message = with(post_of("ada", 1), json!({ "text": "a\u{0}b", "external_id": "i\u{0}d" }));
    let made = admin.post("/messages", message.clone()).await.expect(201);
    assert_eq!((&made["text"], &made["external_id"]), (&json!("a\u{FFFD}b"), &json!("i\u{FFFD}d")));
    admin.post("/messages", message).await.expect(200);
}

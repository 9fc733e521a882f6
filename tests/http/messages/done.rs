//! `POST /messages/{id}/done`

use domain::Role;
use serde_json::{Value, json};
use testkit::TestApp;

use super::{added, events, post_of, with};

#[actix_web::test]
async fn answered_says_who_when_and_where() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let id = added(&admin, post_of("ada", 1)).await;
    let path = format!("/messages/{id}/done");
    let body = json!({ "disposition": "answered", "answer_url": "https://x.com/us/status/9" });
    let done = admin.post(&path, body.clone()).await.expect(200);
    assert_eq!((&done["state"], &done["disposition"]), (&json!("done"), &json!("answered")));
    assert_eq!(done["answer_url"], "https://x.com/us/status/9");
    assert_eq!(done["answered_at"], "2026-01-01T00:00:00.000000Z");
    assert_ne!(done["answered_by"], Value::Null);
    assert_eq!(admin.post(&path, body).await.expect(200), done, "a repeat changes nothing");
    let spam = admin.post(&path, json!({ "disposition": "spam" })).await.expect(200);
    assert_eq!(spam["disposition"], "spam");
}

#[actix_web::test]
async fn each_disposition_has_its_conditions() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let id = added(&admin, post_of("ada", 1)).await;
    let path = format!("/messages/{id}/done");
    let url = "https://x.com/us/status/9";
    let cases = [
        (json!({}), 422, "/disposition"),
        (json!({ "disposition": "ignored" }), 422, "/disposition"),
        (json!({ "disposition": "no_reply_needed" }), 422, "/reason"),
        (json!({ "disposition": "no_reply_needed", "reason": "  " }), 422, "/reason"),
        (json!({ "disposition": "spam", "reason": "x".repeat(1001) }), 422, "/reason"),
        (json!({ "disposition": "spam", "answer_url": url }), 422, "/answer_url"),
        (json!({ "disposition": "answered", "answer_url": "x.com" }), 422, "/answer_url"),
        (json!({ "disposition": "spam", "because": "x" }), 422, "/because"),
        (json!({ "disposition": "logged" }), 409, ""),
        (json!({ "disposition": "spam", "lease_token": "x" }), 409, ""),
    ];
    for (body, status, pointer) in cases {
        let answer = admin.post(&path, body.clone()).await.expect(status);
        assert_eq!(answer["errors"][0]["pointer"].as_str().unwrap_or(""), pointer, "{body}");
    }
    let reason = json!({ "disposition": "no_reply_needed", "reason": "says thanks" });
    assert_eq!(admin.post(&path, reason).await.expect(200)["reason"], "says thanks");
}

#[actix_web::test]
async fn the_claim_of_another_stands_in_the_way() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.as_role(Role::Specialist), app.as_role(Role::Responder));
    let id = added(&ada, post_of("x", 1)).await;
    let token =
        ada.post(&format!("/messages/{id}/claim"), json!({})).await.expect(200)["lease"]["token"].clone();
    let path = format!("/messages/{id}/done");
    bob.post(&path, json!({ "disposition": "spam" })).await.expect_problem(409, "already_claimed");
    let wrong = json!({ "disposition": "spam", "lease_token": "0" });
    ada.post(&path, wrong).await.expect_problem(409, "lease_lost");
    let right = json!({ "disposition": "spam", "lease_token": token });
    let done = ada.post(&path, right).await.expect(200);
    assert_eq!((&done["state"], &done["claim"]), (&json!("done"), &Value::Null));
}

#[actix_web::test]
async fn a_stale_version_is_refused() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let id = added(&admin, post_of("ada", 1)).await;
    let path = format!("/messages/{id}/done");
    let send = |version: &'static str| {
        let body = Some(json!({ "disposition": "spam" }));
        let admin = &admin;
        let path = &path;
        async move { admin.send("POST".parse().unwrap(), path, body, &[("If-Match", version)]).await }
    };
    send("\"7\"").await.expect_problem(412, "version_mismatch");
    send("\"1\"").await.expect(200);
}

#[actix_web::test]
async fn undoing_restores_what_was_there() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let id = added(&admin, post_of("ada", 1)).await;
    let path = format!("/messages/{id}");
    let before = admin.get(&path).await.expect(200);
    let body = json!({ "disposition": "answered", "answer_url": "https://x.com/us/status/9" });
    admin.post(&format!("{path}/done"), body).await.expect(200);
    admin.post(&format!("{path}/done"), json!({ "disposition": "spam" })).await.expect(200);
    let done = events(&admin, "message.done", 2).await;
    let undo = |n: usize| format!("/undo/{}", done[n]["id"].as_str().unwrap());
    admin.post(&undo(0), json!({})).await.expect_problem(409, "cannot_undo");
    admin.post(&undo(1), json!({})).await.expect(200);
    assert_eq!(admin.get(&path).await.expect(200)["disposition"], "answered");
    admin.post(&undo(0), json!({})).await.expect(200);
    let fields = |message: Value| with(message, json!({ "version": 0, "updated_at": "" }));
    assert_eq!(fields(admin.get(&path).await.expect(200)), fields(before));
}

//! `POST /messages/{id}/claim` and `/release`

use std::time::Duration;

use domain::Role;
use serde_json::{Value, json};
use testkit::TestApp;

use super::{added, listed, post_of};

#[actix_web::test]
async fn one_works_on_it_at_a_time() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.as_role(Role::Specialist), app.as_role(Role::Responder));
    let id = added(&ada, post_of("x", 1)).await;
    let claim = format!("/messages/{id}/claim");
    let lease = ada.post(&claim, json!({})).await.expect(200)["lease"].clone();
    assert_eq!(lease["until"], "2026-01-01T00:10:00.000000Z");
    let problem = bob.post(&claim, json!({})).await.expect_problem(409, "already_claimed");
    assert!(problem["detail"].as_str().unwrap().contains("specialist"), "{problem}");
    let message = bob.get(&format!("/messages/{id}")).await.expect(200);
    assert_eq!(
        (&message["state"], &message["claim"]["member_name"]),
        (&json!("claimed"), &json!("specialist"))
    );
    assert!(!message.to_string().contains(lease["token"].as_str().unwrap()));
    let renewed = ada.post(&claim, json!({})).await.expect(200)["lease"].clone();
    assert_ne!(renewed["token"], lease["token"]);

    let release = format!("/messages/{id}/release");
    bob.post(&release, json!({})).await.expect_problem(409, "lease_lost");
    ada.post(&release, json!({ "lease_token": lease["token"] })).await.expect_problem(409, "lease_lost");
    let released = ada.post(&release, json!({ "lease_token": renewed["token"] })).await.expect(200);
    assert_eq!((&released["state"], &released["claim"]), (&json!("new"), &Value::Null));
    ada.post(&release, json!({})).await.expect(200);
    bob.post(&claim, json!({})).await.expect(200);
}

#[actix_web::test]
async fn a_claim_runs_out() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.as_role(Role::Specialist), app.as_role(Role::Responder));
    let id = added(&ada, post_of("x", 1)).await;
    let claim = format!("/messages/{id}/claim");
    let token = ada.post(&claim, json!({})).await.expect(200)["lease"]["token"].clone();
    assert_eq!(listed(&bob, "/messages?state=new").await.len(), 0);
    assert_eq!(listed(&bob, "/messages?state=claimed").await.len(), 1);
    app.advance(Duration::from_mins(10));
    assert_eq!(listed(&bob, "/messages?state=new").await.len(), 1);
    assert_eq!(listed(&bob, "/messages?state=claimed").await.len(), 0);
    assert_eq!(bob.get("/messages?state=new&count=true").await.expect(200)["total"], 1);
    let message = bob.get(&format!("/messages/{id}")).await.expect(200);
    assert_eq!((&message["state"], &message["claim"]), (&json!("new"), &Value::Null));
    let done = json!({ "disposition": "spam", "lease_token": token });
    ada.post(&format!("/messages/{id}/done"), done).await.expect_problem(409, "lease_lost");
    bob.post(&claim, json!({})).await.expect(200);
}

#[actix_web::test]
async fn of_two_at_once_one_wins() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.as_role(Role::Specialist), app.as_role(Role::Responder));
    for n in 0..10 {
        let id = added(&ada, post_of("x", n)).await;
        let claim = format!("/messages/{id}/claim");
        let both = futures_util::future::join(ada.post(&claim, json!({})), bob.post(&claim, json!({}))).await;
        let mut answers = [both.0.status, both.1.status];
        answers.sort_unstable();
        assert_eq!(answers, [200, 409]);
    }
}

#[actix_web::test]
async fn what_is_done_is_not_claimed() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let id = added(&admin, post_of("x", 1)).await;
    admin.post(&format!("/messages/{id}/done"), json!({ "disposition": "spam" })).await.expect(200);
    admin.post(&format!("/messages/{id}/claim"), json!({})).await.expect_problem(409, "wrong_state");
}

//! `/tokens`

use std::time::Duration;

use domain::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

fn with_secret(app: &TestApp, made: &Value) -> Client {
    app.with_token(Some(made["secret"].as_str().unwrap().to_owned()))
}

#[actix_web::test]
async fn a_token_works_until_it_is_revoked() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let made = admin.post("/tokens", json!({ "name": "zapier", "roles": ["viewer"] })).await.expect(201);
    let zapier = with_secret(&app, &made);
    assert_eq!(zapier.get("/me").await.expect(200)["name"], "zapier");
    let mut stream = zapier.stream("/stream?after=now", &[]).await;
    let path = format!("/tokens/{}", made["id"].as_str().unwrap());
    admin.delete(&path).await.expect(204);
    zapier.get("/me").await.expect_problem(401, "unauthorized");
    assert_eq!(stream.next().await, None, "an open stream ends with its token");
    admin.delete(&path).await.expect(204);
    admin.delete("/tokens/nonsense").await.expect_problem(404, "not_found");
    let listed = admin.get("/tokens").await.expect(200);
    let revoked = listed["items"].as_array().unwrap().iter().find(|t| t["id"] == made["id"]).unwrap();
    assert!(revoked["revoked_at"].is_string());
    assert_eq!(revoked.get("secret"), None);
}

#[actix_web::test]
async fn a_token_of_a_member_may_do_what_they_may_until_it_expires() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let zoe = json!({ "name": "Zoe", "email": "zoe@example.org", "roles": ["specialist"] });
    let zoe = admin.post("/members", zoe).await.expect(201);
    let new = json!({ "name": "laptop", "member_id": zoe["id"], "expires_in_days": 2 });
    let made = admin.post("/tokens", new).await.expect(201);
    assert_eq!(made["roles"], json!(["specialist"]));
    assert_eq!(made["expires_at"], "2026-01-03T00:00:00.000000Z");
    let laptop = with_secret(&app, &made);
    assert_eq!(laptop.get("/me").await.expect(200)["member_id"], zoe["id"]);
    laptop.get("/tokens").await.expect_problem(403, "forbidden");
    app.advance(Duration::from_hours(48));
    laptop.get("/me").await.expect_problem(401, "unauthorized");
}

#[actix_web::test]
async fn a_secret_is_shown_once_and_never_stored() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let key = [("Idempotency-Key", "k1")];
    let body = json!({ "name": "zapier", "roles": ["viewer"] });
    let send = || admin.send("POST".parse().unwrap(), "/tokens", Some(body.clone()), &key);
    let first = send().await.expect(201);
    assert!(first["secret"].as_str().unwrap().starts_with("gb_"));
    let again = send().await.expect(201);
    assert_eq!((&again["id"], &again["secret"]), (&first["id"], &Value::Null));
}

#[actix_web::test]
async fn what_is_wrong_with_a_token_is_named() {
    let app = TestApp::start().await;
    let admin = app.admin();
    for (body, pointer) in [
        (json!({ "name": "x" }), "/roles"),
        (json!({ "name": "x", "roles": ["viewer"], "member_id": "x" }), "/roles"),
        (json!({ "name": "x", "roles": ["king"] }), "/roles/0"),
        (json!({ "name": "x", "roles": [] }), "/roles"),
        (json!({ "name": "x", "member_id": "x" }), "/member_id"),
        (json!({ "name": "x", "roles": ["viewer"], "expires_in_days": 0 }), "/expires_in_days"),
        (json!({ "name": "", "roles": ["viewer"] }), "/name"),
    ] {
        let problem = admin.post("/tokens", body).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer);
    }
    app.as_role(Role::Responder).post("/tokens", json!({})).await.expect_problem(403, "forbidden");
}

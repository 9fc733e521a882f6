//! `/members` and `/me`

use domain::Role;
use serde_json::{Value, json};
use testkit::TestApp;

#[actix_web::test]
async fn the_caller_learns_who_they_are() {
    let app = TestApp::start().await;
    let me = app.as_role(Role::Responder).get("/me").await.expect(200);
    assert_eq!(me["roles"], json!(["responder"]));
    assert_eq!(me["workspace"]["name"], "Acme");
    assert_eq!(me["name"], "responder");
}

#[actix_web::test]
async fn a_member_is_added_and_listed_by_name() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let new = json!({ "name": "Zoe", "email": "Zoe@Example.org", "roles": ["specialist", "responder"] });
    let zoe = admin.post("/members", new.clone()).await.expect(201);
    assert_eq!(zoe["email"], "zoe@example.org");
    assert_eq!(zoe["roles"], json!(["specialist", "responder"]));
    admin.post("/members", new).await.expect_problem(409, "duplicate");
    let first = admin.get("/members?limit=1").await.expect(200);
    assert_eq!(first["items"][0]["name"], "admin");
    let next = format!("/members?limit=1&cursor={}", first["next_cursor"].as_str().unwrap());
    let last = admin.get(&next).await.expect(200);
    assert_eq!((&last["items"][0], &last["next_cursor"]), (&zoe, &Value::Null));
}

#[actix_web::test]
async fn what_is_wrong_with_a_member_is_named() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let wrong = json!({ "name": "", "email": "nobody", "roles": ["specialist", "king"] });
    let problem = admin.post("/members", wrong).await.expect_problem(422, "invalid");
    let pointers: Vec<_> =
        problem["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(pointers, ["/name", "/email", "/roles/1"]);
    let nothing = json!({ "name": "Zoe", "email": "zoe@example.org", "roles": [] });
    let problem = admin.post("/members", nothing).await.expect_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/roles");
}

#[actix_web::test]
async fn roles_change_from_the_next_request_on() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let viewer = app.as_role(Role::Viewer);
    viewer.post("/features", json!({ "title": "Dark mode" })).await.expect_problem(403, "forbidden");
    let me = viewer.get("/me").await.expect(200);
    let path = format!("/members/{}", me["member_id"].as_str().unwrap());
    let edited = admin.patch(&path, json!({ "roles": ["specialist"] })).await.expect(200);
    assert_eq!(edited["roles"], json!(["specialist"]));
    viewer.post("/features", json!({ "title": "Dark mode" })).await.expect(201);
    admin.patch(&path, json!({ "disabled": true })).await.expect(200);
    viewer.get("/me").await.expect_problem(401, "unauthorized");
    admin.patch(&path, json!({ "disabled": false, "name": "Vera" })).await.expect(200);
    assert_eq!(viewer.get("/me").await.expect(200)["name"], "Vera");
}

#[actix_web::test]
async fn the_last_admin_stays_one() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let me = admin.get("/me").await.expect(200);
    let path = format!("/members/{}", me["member_id"].as_str().unwrap());
    admin.patch(&path, json!({ "roles": ["viewer"] })).await.expect_problem(409, "wrong_state");
    admin.patch(&path, json!({ "disabled": true })).await.expect_problem(409, "wrong_state");
    app.admin();
    admin.patch(&path, json!({ "roles": ["viewer"] })).await.expect(200);
    admin.patch(&path, json!({})).await.expect_problem(403, "forbidden");
}

#[actix_web::test]
async fn members_of_others_do_not_exist() {
    let app = TestApp::start().await;
    let other = app.client(app.other_workspace(), Role::Admin);
    let theirs = other.get("/me").await.expect(200);
    let id = theirs["member_id"].as_str().unwrap();
    let admin = app.admin();
    admin.patch(&format!("/members/{id}"), json!({})).await.expect_problem(404, "not_found");
    let token = json!({ "name": "x", "member_id": id });
    admin.post("/tokens", token).await.expect_problem(422, "invalid");
}

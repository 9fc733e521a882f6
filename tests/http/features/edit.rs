//! `PATCH /features/{id}`

use domain::Role;
use serde_json::json;

use crate::desk::Desk;

#[actix_web::test]
async fn an_edit_changes_what_it_names() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let path = format!("/features/{feature}");
    let edited =
        desk.admin.patch(&path, json!({ "title": " Night mode ", "status": "planned" })).await.expect(200);
    assert_eq!((&edited["title"], &edited["status"]), (&json!("Night mode"), &json!("planned")));
    assert_eq!((&edited["description"], &edited["version"]), (&json!(""), &json!(2)));
    let same = desk.admin.patch(&path, json!({ "title": "Night mode" })).await.expect(200);
    assert_eq!(same, edited, "what changes nothing is no edit");
    assert_eq!(desk.look(&feature).await, edited);
}

#[actix_web::test]
async fn an_edit_of_a_stale_version_is_refused() {
    let desk = Desk::new().await;
    let path = format!("/features/{}", desk.feature("Dark mode").await);
    let edit = |title: &'static str, version: &'static str| {
        let admin = &desk.admin;
        let path = &path;
        async move {
            let body = Some(json!({ "title": title }));
            admin.send("PATCH".parse().unwrap(), path, body, &[("If-Match", version)]).await
        }
    };
    edit("A", "\"1\"").await.expect(200);
    edit("B", "\"1\"").await.expect_problem(412, "version_mismatch");
    edit("B", "\"2\"").await.expect(200);
    edit("C", "two").await.expect_problem(400, "malformed");
    let body = json!({ "tags": [] });
    let stale = [("If-Match", "\"1\"")];
    desk.admin
        .send("PUT".parse().unwrap(), &format!("{path}/tags"), Some(body), &stale)
        .await
        .expect_problem(412, "version_mismatch");
}

#[actix_web::test]
async fn shipped_is_said_by_releases_alone() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let path = format!("/features/{feature}");
    let problem =
        desk.admin.patch(&path, json!({ "status": "shipped" })).await.expect_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/status");
    let release = desk.ship("1.0", &[&feature]).await;
    desk.admin.patch(&path, json!({ "status": "open" })).await.expect_problem(409, "wrong_state");
    let kept = json!({ "status": "shipped", "description": "Dark, at last" });
    assert_eq!(desk.admin.patch(&path, kept).await.expect(200)["status"], "shipped");
    desk.admin.post(&format!("/releases/{release}/recall"), json!({ "reason": "broken" })).await.expect(200);
    desk.admin.patch(&path, json!({ "status": "declined" })).await.expect(200);
    desk.check();
}

#[actix_web::test]
async fn what_is_wrong_is_named() {
    let desk = Desk::new().await;
    let path = format!("/features/{}", desk.feature("Dark mode").await);
    for (body, pointer) in [
        (json!({ "title": "" }), "/title"),
        (json!({ "title": " " }), "/title"),
        (json!({ "title": "x".repeat(301) }), "/title"),
        (json!({ "title": 7 }), "/title"),
        (json!({ "description": "x".repeat(20_001) }), "/description"),
        (json!({ "status": "done" }), "/status"),
        (json!({ "demand": 7 }), "/demand"),
    ] {
        let problem = desk.admin.patch(&path, body).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem:#}");
    }
    let problem = desk.admin.patch(&path, json!({ "title": "", "status": "" })).await.expect(422);
    assert_eq!(problem["errors"].as_array().unwrap().len(), 2, "all of it is said at once");
    desk.admin.patch("/features/nonsense", json!({})).await.expect_problem(404, "not_found");
}

#[actix_web::test]
async fn roles_and_workspaces_are_kept_apart() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let (path, into) = (format!("/features/{feature}"), json!({ "into": feature }));
    let viewer = desk.app.as_role(Role::Viewer);
    viewer.get(&path).await.expect(200);
    viewer.patch(&path, json!({ "x": 1 })).await.expect_problem(403, "forbidden");
    viewer.put("/features/nonsense/tags", json!({})).await.expect_problem(403, "forbidden");
    let specialist = desk.app.as_role(Role::Specialist);
    specialist.patch(&path, json!({ "title": "Night mode" })).await.expect(200);
    for verb in ["merge", "unmerge"] {
        specialist.post(&format!("{path}/{verb}"), into.clone()).await.expect_problem(403, "forbidden");
    }
    let foreign = desk.app.client(desk.app.other_workspace(), Role::Admin);
    for at in ["", "/requesters", &format!("/merge-preview?into={feature}")] {
        foreign.get(&format!("{path}{at}")).await.expect_problem(404, "not_found");
    }
    foreign.patch(&path, json!({ "title": "Mine" })).await.expect_problem(404, "not_found");
    foreign.put(&format!("{path}/tags"), json!({ "tags": [] })).await.expect_problem(404, "not_found");
    foreign.post(&format!("{path}/merge"), into).await.expect_problem(404, "not_found");
    foreign.post(&format!("{path}/unmerge"), json!({})).await.expect_problem(404, "not_found");
    assert_eq!(foreign.get("/features").await.expect(200)["items"], json!([]));
}

//! `POST /messages/{id}/requests`

use domain::Role;
use serde_json::json;

use crate::desk::{Desk, id};

#[actix_web::test]
async fn a_link_says_who_asks_for_what_and_when() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let message = desk.message("mastodon", "ada", 7).await;
    let path = format!("/messages/{message}/requests");
    let body = json!({ "feature_id": feature, "quote": "my eyes hurt", "note": "pro plan" });
    let made = desk.admin.post(&path, body).await.expect(201);
    assert_eq!((&made["feature_id"], &made["message_id"]), (&json!(feature), &json!(message)));
    assert_eq!(made["person_id"], json!(desk.author(&message).await));
    assert_eq!(
        (&made["kind"], &made["quote"], &made["note"]),
        (&json!("asks"), &json!("my eyes hurt"), &json!("pro plan"))
    );
    assert_eq!(made["asked_at"], "2023-05-07T10:00:00.000000Z");
    assert_eq!(
        (&made["withdrawn_at"], &made["history"], &made["version"]),
        (&json!(null), &json!(false), &json!(1))
    );
    assert_eq!(desk.admin.get(&format!("/requests/{}", id(&made))).await.expect(200), made);
    let again = desk.admin.post(&path, json!({ "feature_id": feature, "quote": "other" })).await.expect(200);
    assert_eq!(again, made);
    assert_eq!(desk.look(&feature).await["last_asked_at"], "2023-05-07T10:00:00.000000Z");
    desk.check();
}

#[actix_web::test]
async fn a_link_can_make_its_feature() {
    let desk = Desk::new().await;
    let message = desk.message("mastodon", "ada", 1).await;
    let path = format!("/messages/{message}/requests");
    let body = json!({ "feature": { "title": "Dark mode", "description": "for the eyes" } });
    let key = [("Idempotency-Key", "k1")];
    let send = || desk.admin.send("POST".parse().unwrap(), &path, Some(body.clone()), &key);
    let made = send().await.expect(201);
    assert_eq!(send().await.expect(201), made);
    let feature = desk.look(made["feature_id"].as_str().unwrap()).await;
    assert_eq!((&feature["title"], &feature["demand"]), (&json!("Dark mode"), &json!(1)));
    assert_eq!(desk.walk("/features", "id").await.len(), 1);
}

#[actix_web::test]
async fn demand_counts_people_not_messages() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    desk.ask("ada", 1, &feature).await;
    desk.ask("ada", 2, &feature).await;
    assert_eq!(desk.demand(&feature).await, 1, "one person twice");
    let elsewhere = desk.message("bluesky", "ada.bsky", 3).await;
    desk.link(&elsewhere, &feature, "asks").await;
    assert_eq!(desk.demand(&feature).await, 2, "nobody knows yet that it is the same person");
    let (from, into) =
        (desk.author(&elsewhere).await, desk.author(&desk.message("mastodon", "ada", 4).await).await);
    desk.admin.post(&format!("/people/{from}/merge"), json!({ "into": into })).await.expect(200);
    assert_eq!(desk.demand(&feature).await, 1);
    let again = desk.message("bluesky", "ada.bsky", 5).await;
    desk.link(&again, &feature, "asks").await;
    assert_eq!(desk.demand(&feature).await, 1);
    for (author, kind) in [("bob", "mentions"), ("cyd", "against")] {
        let message = desk.message("mastodon", author, 6).await;
        desk.link(&message, &feature, kind).await;
    }
    assert_eq!(desk.demand(&feature).await, 1, "only those who ask count");
    desk.check();
}

#[actix_web::test]
async fn a_link_to_a_merged_feature_counts_where_it_ends() {
    let desk = Desk::new().await;
    let (a, b, c) = (desk.feature("A").await, desk.feature("B").await, desk.feature("C").await);
    desk.merge(&a, &b).await;
    desk.merge(&b, &c).await;
    let message = desk.message("mastodon", "ada", 1).await;
    let made = desk.link(&message, &a, "asks").await;
    assert_eq!((&made["feature_id"], &made["effective_feature_id"]), (&json!(a), &json!(c)));
    desk.link(&message, &b, "asks").await;
    assert_eq!((desk.demand(&c).await, desk.demand(&a).await), (1, 0));
    desk.check();
}

#[actix_web::test]
async fn a_link_to_what_is_out_is_owed_at_once() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    desk.ship("1.0", &[&feature]).await;
    let request = desk.ask("ada", 1, &feature).await;
    assert_eq!(desk.walk("/followups?state=open", "id").await.len(), 1);
    desk.admin.delete(&format!("/requests/{request}")).await.expect(200);
    assert_eq!(desk.walk("/followups?state=open", "id").await.len(), 0);
    desk.check();
    desk.admin.post(&format!("/requests/{request}/restore"), json!({})).await.expect(200);
    assert_eq!(desk.walk("/followups?state=open", "id").await.len(), 1);
    desk.undo("request.linked").await.expect(200);
    assert_eq!(desk.walk("/followups?state=open", "id").await.len(), 0);
    let kept = desk.admin.get(&format!("/requests/{request}")).await.expect(200);
    assert!(kept["withdrawn_at"].is_string(), "what a follow-up refers to stays");
    desk.check();
}

#[actix_web::test]
async fn what_is_wrong_is_named() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let path = format!("/messages/{}/requests", desk.message("mastodon", "ada", 1).await);
    let other = desk.app.client(desk.app.other_workspace(), Role::Admin);
    let foreign = id(&other.post("/features", json!({ "title": "Theirs" })).await.expect(201));
    for (body, pointer) in [
        (json!({}), "/feature_id"),
        (json!({ "feature_id": null }), "/feature_id"),
        (json!({ "feature_id": feature, "feature": { "title": "B" } }), "/feature_id"),
        (json!({ "feature_id": "nonsense" }), "/feature_id"),
        (json!({ "feature_id": 7 }), "/feature_id"),
        (json!({ "feature_id": foreign }), "/feature_id"),
        (json!({ "feature_id": "0199a000-0000-7000-8000-000000000000" }), "/feature_id"),
        (json!({ "feature": { "title": "" } }), "/feature/title"),
        (json!({ "feature": {} }), "/feature/title"),
        (json!({ "feature": { "title": "A", "status": "open" } }), "/feature/status"),
        (json!({ "feature_id": feature, "kind": "wants" }), "/kind"),
        (json!({ "feature_id": feature, "quote": "x".repeat(5_001) }), "/quote"),
        (json!({ "feature_id": feature, "note": "x".repeat(20_001) }), "/note"),
        (json!({ "feature_id": feature, "person_id": feature }), "/person_id"),
    ] {
        let problem = desk.admin.post(&path, body).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem:#}");
    }
    assert_eq!(desk.demand(&feature).await, 0);
    assert_eq!(desk.walk("/features", "id").await.len(), 1, "a refused link makes no feature");
    let body = json!({ "feature_id": feature, "quote": "a\0b" });
    assert_eq!(desk.admin.post(&path, body).await.expect(201)["quote"], "a\u{FFFD}b");
}

#[actix_web::test]
async fn ours_and_foreign_messages_are_refused() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    desk.app.db_add_account("mastodon", "us");
    let ours = desk.message("mastodon", "us", 1).await;
    let body = json!({ "feature_id": feature });
    desk.admin
        .post(&format!("/messages/{ours}/requests"), body.clone())
        .await
        .expect_problem(409, "wrong_state");
    desk.admin.post("/messages/nonsense/requests", body.clone()).await.expect_problem(404, "not_found");
    let theirs = desk.message("mastodon", "ada", 1).await;
    let request = id(&desk.link(&theirs, &feature, "asks").await);
    let foreign = desk.app.client(desk.app.other_workspace(), Role::Admin);
    foreign
        .post(&format!("/messages/{theirs}/requests"), body.clone())
        .await
        .expect_problem(404, "not_found");
    let path = format!("/requests/{request}");
    foreign.get(&path).await.expect_problem(404, "not_found");
    foreign.patch(&path, json!({ "note": "x" })).await.expect_problem(404, "not_found");
    foreign.delete(&path).await.expect_problem(404, "not_found");
    foreign.post(&format!("{path}/restore"), json!({})).await.expect_problem(404, "not_found");
    for filter in ["feature", "message"] {
        let id = if filter == "feature" { &feature } else { &theirs };
        assert_eq!(foreign.get(&format!("/requests?{filter}={id}")).await.expect(200)["items"], json!([]));
    }
    let viewer = desk.app.as_role(Role::Viewer);
    viewer.get(&path).await.expect(200);
    viewer.post(&format!("/messages/{theirs}/requests"), body).await.expect_problem(403, "forbidden");
    viewer.patch(&path, json!({})).await.expect_problem(403, "forbidden");
    viewer.delete(&path).await.expect_problem(403, "forbidden");
    desk.app.as_role(Role::Specialist).delete(&path).await.expect(200);
}

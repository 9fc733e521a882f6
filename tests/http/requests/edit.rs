//! `PATCH /requests/{id}`

use serde_json::json;

use crate::desk::Desk;

#[actix_web::test]
async fn the_kind_decides_whether_it_counts() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let path = format!("/requests/{}", desk.ask("ada", 1, &feature).await);
    let edited =
        desk.admin.patch(&path, json!({ "kind": "against", "note": "changed their mind" })).await.expect(200);
    assert_eq!(
        (&edited["kind"], &edited["quote"], &edited["version"]),
        (&json!("against"), &json!("please"), &json!(2))
    );
    assert_eq!(desk.demand(&feature).await, 0);
    assert_eq!(desk.admin.patch(&path, json!({})).await.expect(200), edited);
    desk.check();
    desk.undo("request.edited").await.expect(200);
    assert_eq!(desk.demand(&feature).await, 1);
    let now = desk.admin.get(&path).await.expect(200);
    assert_eq!((&now["kind"], &now["note"]), (&json!("asks"), &json!("")));
    desk.admin.delete(&path).await.expect(200);
    desk.admin.patch(&path, json!({ "kind": "mentions" })).await.expect(200);
    desk.admin.patch(&path, json!({ "kind": "asks" })).await.expect(200);
    assert_eq!(desk.demand(&feature).await, 0, "what is withdrawn never counts");
    desk.check();
}

#[actix_web::test]
async fn what_is_wrong_or_stale_is_refused() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let path = format!("/requests/{}", desk.ask("ada", 1, &feature).await);
    for (body, pointer) in [
        (json!({ "kind": "wants" }), "/kind"),
        (json!({ "quote": "x".repeat(5_001) }), "/quote"),
        (json!({ "note": 7 }), "/note"),
        (json!({ "asked_at": "2020-01-01T00:00:00Z" }), "/asked_at"),
    ] {
        let problem = desk.admin.patch(&path, body).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem:#}");
    }
    let edit = |version: &'static str| {
        let (admin, path) = (desk.admin.clone(), path.clone());
        async move {
            let body = Some(json!({ "note": format!("after {version}") }));
            admin.send("PATCH".parse().unwrap(), &path, body, &[("If-Match", version)]).await
        }
    };
    edit("\"1\"").await.expect(200);
    edit("\"1\"").await.expect_problem(412, "version_mismatch");
    desk.admin.patch("/requests/nonsense", json!({})).await.expect_problem(404, "not_found");
}

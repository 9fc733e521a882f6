//! `POST /undo/{id}` of decisions about features.

use serde_json::json;

use crate::desk::Desk;

#[actix_web::test]
async fn a_feature_goes_away_only_if_nothing_hangs_on_it() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let request = desk.ask("ada", 1, &feature).await;
    desk.undo("feature.added").await.expect_problem(409, "cannot_undo");
    desk.undo("request.linked").await.expect(200);
    desk.admin.get(&format!("/requests/{request}")).await.expect_problem(404, "not_found");
    desk.undo("feature.added").await.expect(200);
    desk.admin.get(&format!("/features/{feature}")).await.expect_problem(404, "not_found");
    desk.check();
}

#[actix_web::test]
async fn an_edit_is_put_back_if_nothing_was_edited_since() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let path = format!("/features/{feature}");
    desk.admin.patch(&path, json!({ "title": "Night mode", "status": "planned" })).await.expect(200);
    desk.admin.patch(&path, json!({ "description": "for the eyes" })).await.expect(200);
    let undo = format!("/undo/{}", desk.decisions("feature.edited").await[0]);
    desk.admin.post(&undo, json!({})).await.expect(200);
    let now = desk.look(&feature).await;
    assert_eq!((&now["title"], &now["status"]), (&json!("Dark mode"), &json!("open")));
    assert_eq!(now["description"], "for the eyes", "what another edit changed stays");
    assert_eq!(desk.walk("/features?q=dark", "id").await, [feature.as_str()]);
    desk.admin.post(&undo, json!({})).await.expect_problem(409, "cannot_undo");
    desk.admin.patch(&path, json!({ "description": "other" })).await.expect(200);
    desk.admin.patch(&path, json!({ "description": "third" })).await.expect(200);
    let edits = desk.decisions("feature.edited").await;
    let stale = format!("/undo/{}", edits[edits.len() - 2]);
    desk.admin.post(&stale, json!({})).await.expect_problem(409, "cannot_undo");
}

#[actix_web::test]
async fn tags_are_put_back() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let path = format!("/features/{feature}/tags");
    desk.admin.put(&path, json!({ "tags": ["a", "b"] })).await.expect(200);
    desk.admin.put(&path, json!({ "tags": ["b", "c"] })).await.expect(200);
    desk.undo("feature.tagged").await.expect(200);
    assert_eq!(desk.look(&feature).await["tags"], json!(["a", "b"]));
    desk.undo("feature.tagged").await.expect(200);
    assert_eq!(desk.look(&feature).await["tags"], json!([]));
}

#[actix_web::test]
async fn merging_and_unmerging_are_each_other_undone() {
    let desk = Desk::new().await;
    let (a, b) = (desk.feature("A").await, desk.feature("B").await);
    desk.ask("ada", 1, &a).await;
    desk.ask("bob", 2, &b).await;
    desk.merge(&a, &b).await;
    desk.undo("feature.merged").await.expect(200);
    assert_eq!((desk.demand(&a).await, desk.demand(&b).await), (1, 1));
    desk.undo("feature.unmerged").await.expect(200);
    assert_eq!((desk.look(&a).await["merged_into"].clone(), desk.demand(&b).await), (json!(b), 2));
    desk.unmerge(&a).await;
    desk.merge(&b, &a).await;
    desk.undo("feature.unmerged").await.expect_problem(409, "cannot_undo");
    desk.check();
}

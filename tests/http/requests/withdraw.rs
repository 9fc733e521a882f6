//! `DELETE /requests/{id}` and `POST /requests/{id}/restore`

use serde_json::json;

use crate::desk::Desk;

#[actix_web::test]
async fn withdrawing_and_restoring_keep_demand_exact() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let made = desk.look(&feature).await["created_at"].clone();
    let first = desk.ask("ada", 1, &feature).await;
    let second = desk.ask("ada", 9, &feature).await;
    let (first, second) = (format!("/requests/{first}"), format!("/requests/{second}"));
    let withdrawn = desk.admin.delete(&second).await.expect(200);
    assert!(withdrawn["withdrawn_at"].is_string());
    assert_eq!(desk.admin.delete(&second).await.expect(200), withdrawn, "again is the same");
    let now = desk.look(&feature).await;
    assert_eq!((&now["demand"], &now["last_asked_at"]), (&json!(1), &json!("2023-05-01T10:00:00.000000Z")));
    desk.admin.delete(&first).await.expect(200);
    let now = desk.look(&feature).await;
    assert_eq!((&now["demand"], &now["last_asked_at"]), (&json!(0), &made));
    desk.check();
    let restored = desk.admin.post(&format!("{first}/restore"), json!({})).await.expect(200);
    assert_eq!((&restored["withdrawn_at"], &restored["version"]), (&json!(null), &json!(3)));
    let again = desk.admin.post(&format!("{first}/restore"), json!({})).await.expect(200);
    assert_eq!(again, restored);
    let now = desk.look(&feature).await;
    assert_eq!((&now["demand"], &now["last_asked_at"]), (&json!(1), &json!("2023-05-01T10:00:00.000000Z")));
    desk.check();
    desk.admin.delete("/requests/nonsense").await.expect_problem(404, "not_found");
}

#[actix_web::test]
async fn linking_again_restores() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let message = desk.message("mastodon", "ada", 1).await;
    let request = desk.link(&message, &feature, "asks").await;
    desk.admin.delete(&format!("/requests/{}", request["id"].as_str().unwrap())).await.expect(200);
    let path = format!("/messages/{message}/requests");
    let again = desk.admin.post(&path, json!({ "feature_id": feature })).await.expect(200);
    assert_eq!(
        (&again["id"], &again["withdrawn_at"], &again["quote"]),
        (&request["id"], &json!(null), &json!("please"))
    );
    assert_eq!(desk.demand(&feature).await, 1);
    desk.check();
}

#[actix_web::test]
async fn both_are_undone() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let path = format!("/requests/{}", desk.ask("ada", 1, &feature).await);
    desk.admin.delete(&path).await.expect(200);
    desk.undo("request.withdrawn").await.expect(200);
    assert_eq!(desk.demand(&feature).await, 1);
    desk.undo("request.restored").await.expect(200);
    assert_eq!(desk.demand(&feature).await, 0);
    desk.undo("request.linked").await.expect_problem(409, "cannot_undo");
    desk.admin.post(&format!("{path}/restore"), json!({})).await.expect(200);
    desk.undo("request.withdrawn").await.expect_problem(409, "cannot_undo");
    desk.check();
}

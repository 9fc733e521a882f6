//! `PUT /features/{id}/tags`

use serde_json::json;

use crate::desk::Desk;

#[actix_web::test]
async fn tags_are_replaced_as_a_whole() {
    let desk = Desk::new().await;
    let path = format!("/features/{}/tags", desk.feature("Dark mode").await);
    let tagged = desk.admin.put(&path, json!({ "tags": ["iOS", " billing ", "ios"] })).await.expect(200);
    assert_eq!((&tagged["tags"], &tagged["version"]), (&json!(["billing", "ios"]), &json!(2)));
    let same = desk.admin.put(&path, json!({ "tags": ["ios", "billing"] })).await.expect(200);
    assert_eq!(same, tagged, "the same tags again are no decision");
    let cleared = desk.admin.put(&path, json!({ "tags": [] })).await.expect(200);
    assert_eq!(cleared["tags"], json!([]));
}

#[actix_web::test]
async fn the_catalogue_of_messages_is_another() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let message = desk.message("x", "ada", 1).await;
    desk.admin.put(&format!("/messages/{message}/tags"), json!({ "tags": ["ios"] })).await.expect(200);
    assert_eq!(desk.admin.get("/features?tag=ios").await.expect(200)["items"], json!([]));
    desk.admin.put(&format!("/features/{feature}/tags"), json!({ "tags": ["ios"] })).await.expect(200);
    assert_eq!(desk.walk("/features?tag=ios", "id").await, [feature]);
}

#[actix_web::test]
async fn wrong_tags_are_named() {
    let desk = Desk::new().await;
    let path = format!("/features/{}/tags", desk.feature("Dark mode").await);
    let many: Vec<String> = (0..51).map(|n| format!("tag {n}")).collect();
    for (tags, pointer) in [
        (json!(["ok", ""]), "/tags/1"),
        (json!(["a,b"]), "/tags/0"),
        (json!(["x".repeat(101)]), "/tags/0"),
        (json!(["ok", 7]), "/tags/1"),
        (json!("ios"), "/tags"),
        (json!(many), "/tags"),
    ] {
        let problem = desk.admin.put(&path, json!({ "tags": tags })).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem:#}");
    }
}

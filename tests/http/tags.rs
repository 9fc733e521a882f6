//! `/tags`

use serde_json::{Value, json};
use testkit::TestApp;

#[actix_web::test]
async fn tags_are_listed_by_name_with_counts() {
    let app = TestApp::start().await;
    let admin = app.admin();
    for (n, tags) in [json!(["ios", "web"]), json!(["ios"]), json!(["android"])].into_iter().enumerate() {
        let message = json!({
            "network": "x", "external_id": n.to_string(), "author": { "external_id": "1" },
            "text": "", "posted_at": "2023-05-01T10:00:00Z",
        });
        let made = admin.post("/messages", message).await.expect(201);
        let path = format!("/messages/{}/tags", made["id"].as_str().unwrap());
        admin.put(&path, json!({ "tags": tags })).await.expect(200);
    }
    let all = admin.get("/tags").await.expect(200);
    let shown: Vec<(&str, &Value)> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| (tag["name"].as_str().unwrap(), &tag["count"]))
        .collect();
    assert_eq!(shown, [("android", &json!(1)), ("ios", &json!(2)), ("web", &json!(1))]);
    assert_eq!(admin.get("/tags?catalogue=feature").await.expect(200)["items"], json!([]));
    let first = admin.get("/tags?limit=2&catalogue=message").await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = admin.get(&format!("/tags?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!((&rest["items"][0]["name"], &rest["next_cursor"]), (&json!("web"), &Value::Null));
    admin.get("/tags?catalogue=people").await.expect_problem(422, "invalid");
}

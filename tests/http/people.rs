//! `/people`

use serde_json::json;
use testkit::TestApp;

#[actix_web::test]
async fn nobody_is_an_empty_page() {
    let app = TestApp::start().await;
    let admin = app.admin();
    for query in ["", "?q=ada", "?q=%25&limit=1"] {
        let page = admin.get(&format!("/people{query}")).await.expect(200);
        assert_eq!(page, json!({ "items": [], "next_cursor": null }));
    }
    admin.get("/people?cursor=x").await.expect_problem(422, "invalid");
    admin.get("/people/nonsense").await.expect_problem(404, "not_found");
}

//! `GET /features`

use std::time::Duration;

use domain::Role;
use serde_json::json;

use crate::desk::Desk;

#[actix_web::test]
async fn each_sort_has_its_order() {
    let desk = Desk::new().await;
    let mut ids = Vec::new();
    for title in ["A", "B", "C"] {
        ids.push(desk.feature(title).await);
        desk.app.advance(Duration::from_secs(1));
    }
    desk.ask("ada", 9, &ids[1]).await;
    desk.ask("bob", 3, &ids[0]).await;
    desk.ask("cyd", 4, &ids[0]).await;
    assert_eq!(desk.walk("/features", "title").await, ["A", "B", "C"]);
    assert_eq!(desk.walk("/features?sort=demand&limit=1", "title").await, ["A", "B", "C"]);
    // Nobody asked for C: it counts from when it was made, in 2026.
    assert_eq!(desk.walk("/features?sort=recent&limit=2", "title").await, ["C", "B", "A"]);
    assert_eq!(desk.walk("/features?sort=created&limit=1", "title").await, ["C", "B", "A"]);
    assert_eq!(desk.walk("/features?status=open&sort=demand&limit=1", "title").await, ["A", "B", "C"]);
}

#[actix_web::test]
async fn filters_are_joined() {
    let desk = Desk::new().await;
    let dark = desk.feature("Dark mode for iOS").await;
    let night = desk.feature("NIGHT Mode, 100%_sure!").await;
    let arger = desk.feature("Ärger vermeiden").await;
    desk.admin.patch(&format!("/features/{night}"), json!({ "status": "planned" })).await.expect(200);
    desk.admin.put(&format!("/features/{dark}/tags"), json!({ "tags": ["ui"] })).await.expect(200);
    for (query, expected) in [
        ("?q=mode", vec![&night, &dark]),
        ("?q=MODE%20dark", vec![&dark]),
        ("?q=%C3%A4RGER", vec![&arger]),
        ("?q=%25_", vec![&night]),
        ("?q=!", vec![&night]),
        ("?q=100%25_S", vec![&night]),
        ("?q=%20", vec![&arger, &night, &dark]),
        ("?q=nothing", vec![]),
        ("?status=planned", vec![&night]),
        ("?status=open&q=mode", vec![&dark]),
        ("?tag=UI", vec![&dark]),
        ("?tag=ui&status=planned", vec![]),
        ("?tag=unknown", vec![]),
    ] {
        let separator = if query.is_empty() { '?' } else { '&' };
        let path = format!("/features{query}{separator}sort=created&count=true");
        let page = desk.admin.get(&path).await.expect(200);
        assert_eq!(page["total"], json!(expected.len()), "{query}");
        let mut found = desk.walk(&path, "id").await;
        let mut expected: Vec<_> = expected.into_iter().map(|id| json!(id)).collect();
        found.sort_by_key(ToString::to_string);
        expected.sort_by_key(ToString::to_string);
        assert_eq!(found, expected, "{query}");
    }
}

#[actix_web::test]
async fn what_is_merged_is_a_list_of_its_own() {
    let desk = Desk::new().await;
    let (a, b) = (desk.feature("A").await, desk.feature("B").await);
    desk.merge(&a, &b).await;
    assert_eq!(desk.walk("/features", "title").await, ["B"]);
    assert_eq!(desk.walk("/features?merged=true", "title").await, ["A"]);
    let problem = desk.admin.get("/features?merged=true&sort=demand").await.expect_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "?sort");
}

#[actix_web::test]
async fn pages_stay_in_place_under_inserts() {
    let desk = Desk::new().await;
    for n in 0..5 {
        desk.feature(&format!("F{n}")).await;
        desk.app.advance(Duration::from_secs(1));
    }
    let first = desk.admin.get("/features?sort=created&limit=2&count=true").await.expect(200);
    assert_eq!(first["total"], 5);
    desk.feature("later").await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = desk.admin.get(&format!("/features?sort=created&limit=2&cursor={cursor}")).await.expect(200);
    let titles: Vec<_> = second["items"].as_array().unwrap().iter().map(|item| &item["title"]).collect();
    assert_eq!(titles, ["F2", "F1"]);
    assert_eq!(second["total"], json!(null));
    for other in ["?sort=demand", "?sort=recent", "?merged=true&limit=0"] {
        desk.admin.get(&format!("/features{other}&cursor={cursor}")).await.expect_problem(422, "invalid");
    }
    let foreign = desk.app.client(desk.app.other_workspace(), Role::Admin);
    foreign.get(&format!("/features?sort=created&cursor={cursor}")).await.expect_problem(422, "invalid");
}

#[actix_web::test]
async fn wrong_parameters_are_named() {
    let desk = Desk::new().await;
    let long = format!("?q={}", "x".repeat(501));
    let words = format!("?q={}", ["x"; 17].join("%20"));
    for (query, pointer) in [
        ("?limit=0", "?limit"),
        ("?limit=201", "?limit"),
        ("?cursor=x", "?cursor"),
        ("?status=done", "?status"),
        ("?sort=title", "?sort"),
        ("?tag=", "?tag"),
        (long.as_str(), "?q"),
        (words.as_str(), "?q"),
    ] {
        let problem = desk.admin.get(&format!("/features{query}")).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem:#}");
    }
    desk.admin.get("/features?unknown=1").await.expect_problem(422, "invalid");
    desk.admin.get("/features?q=%00").await.expect(200);
}

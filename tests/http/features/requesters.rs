//! `GET /features/{id}/requesters`

use serde_json::{Value, json};

use crate::desk::Desk;

/// (name, kind, standing) along the list.
async fn standings(desk: &Desk, feature: &str) -> Vec<(String, String, String)> {
    let page = desk.admin.get(&format!("/features/{feature}/requesters")).await.expect(200);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| (text(&item["person"]["name"]), text(&item["kind"]), text(&item["standing"]))).collect()
}

fn row(name: &str, kind: &str, standing: &str) -> (String, String, String) {
    (name.to_owned(), kind.to_owned(), standing.to_owned())
}

#[actix_web::test]
async fn each_person_stands_once_with_their_first_ask() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let mention = desk.message("mastodon", "ada", 1).await;
    desk.link(&mention, &feature, "mentions").await;
    let second = desk.message("mastodon", "ada", 4).await;
    desk.link(&second, &feature, "asks").await;
    let first = desk.message("mastodon", "ada", 2).await;
    let request = desk.link(&first, &feature, "asks").await;
    desk.ask("bob", 3, &feature).await;
    let against = desk.message("mastodon", "cyd", 5).await;
    desk.link(&against, &feature, "against").await;
    let page = desk.admin.get(&format!("/features/{feature}/requesters")).await.expect(200);
    let ada = &page["items"][0];
    assert_eq!(ada["request_id"], request["id"]);
    assert_eq!(ada["quote"], "please");
    assert_eq!(ada["asked_at"], "2023-05-02T10:00:00.000000Z");
    assert_eq!(
        ada["message"],
        json!({ "id": first, "url": "https://example.org/mastodon/ada/2", "text": "ada says 2" })
    );
    assert_eq!((&ada["told_at"], &ada["reason"]), (&json!(null), &json!(null)));
    assert_eq!(
        standings(&desk, &feature).await,
        [
            row("ADA", "asks", "waiting_for_ship"),
            row("BOB", "asks", "waiting_for_ship"),
            row("CYD", "against", "not_asking"),
        ]
    );
    let walked = desk.walk(&format!("/features/{feature}/requesters?limit=1"), "person").await;
    let names: Vec<_> = walked.iter().map(|person| &person["name"]).collect();
    assert_eq!(names, ["ADA", "BOB", "CYD"]);
}

#[actix_web::test]
async fn merged_features_and_people_are_one_list() {
    let desk = Desk::new().await;
    let (dark, night) = (desk.feature("Dark mode").await, desk.feature("Night mode").await);
    desk.ask("ada", 3, &dark).await;
    desk.ask("ada", 1, &night).await;
    desk.ask("bob", 2, &night).await;
    desk.ask("cyd", 4, &dark).await;
    desk.merge(&night, &dark).await;
    let waiting = |name| row(name, "asks", "waiting_for_ship");
    assert_eq!(standings(&desk, &dark).await, [waiting("ADA"), waiting("BOB"), waiting("CYD")]);
    assert_eq!(
        standings(&desk, &night).await,
        [waiting("ADA"), waiting("BOB")],
        "a merged one shows its own"
    );
    let cyd = desk.author(&desk.message("mastodon", "cyd", 5).await).await;
    let bob = desk.author(&desk.message("mastodon", "bob", 5).await).await;
    desk.admin.post(&format!("/people/{cyd}/merge"), json!({ "into": bob })).await.expect(200);
    assert_eq!(standings(&desk, &dark).await, [waiting("ADA"), waiting("BOB")]);
    assert_eq!(desk.demand(&dark).await, 2);
    let walked = desk.walk(&format!("/features/{dark}/requesters?limit=1"), "request_id").await;
    assert_eq!(walked.len(), 2, "pages go over both features");
    desk.check();
}

#[actix_web::test]
async fn it_says_who_was_told_and_what_stands_in_the_way() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    for (n, author) in ["ada", "bob", "cyd", "dan"].into_iter().enumerate() {
        desk.ask(author, u32::try_from(n).unwrap() + 1, &feature).await;
    }
    let dan = desk.author(&desk.message("mastodon", "dan", 9).await).await;
    desk.admin.post(&format!("/people/{dan}/opt-out"), json!({ "reason": "stop" })).await.expect(200);
    desk.ship("1.0", &[&feature]).await;
    let claim = desk.admin.post("/followups/claim", json!({})).await.expect(200);
    let (follow_up, token) = (claim["followup"]["id"].as_str().unwrap(), &claim["lease"]["token"]);
    let told = json!({ "lease_token": token, "url": "https://example.org/told" });
    desk.admin.post(&format!("/followups/{follow_up}/told"), told).await.expect(200);
    let claim = desk.admin.post("/followups/claim", json!({})).await.expect(200);
    let (follow_up, token) = (claim["followup"]["id"].as_str().unwrap(), &claim["lease"]["token"]);
    let skip = json!({ "lease_token": token, "reason": "already_knows" });
    desk.admin.post(&format!("/followups/{follow_up}/skip"), skip).await.expect(200);
    assert_eq!(
        standings(&desk, &feature).await,
        [
            row("ADA", "asks", "told"),
            row("BOB", "asks", "skipped"),
            row("CYD", "asks", "owed"),
            row("DAN", "asks", "opted_out"),
        ]
    );
    let page = desk.admin.get(&format!("/features/{feature}/requesters")).await.expect(200);
    assert!(page["items"][0]["told_at"].is_string());
    assert_eq!(
        (&page["items"][1]["reason"], &page["items"][1]["reason_text"]),
        (&json!("already_knows"), &json!("already knows"))
    );
    assert_eq!(desk.look(&feature).await["told"], 1);
    desk.check();
}

#[actix_web::test]
async fn wrong_parameters_are_named() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    for query in ["?limit=0", "?cursor=x", "?kind=asks"] {
        desk.admin
            .get(&format!("/features/{feature}/requesters{query}"))
            .await
            .expect_problem(422, "invalid");
    }
    desk.admin.get("/features/nonsense/requesters").await.expect_problem(404, "not_found");
}

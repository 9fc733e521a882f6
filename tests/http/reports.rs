//! `/reports`

use std::time::Duration;

use serde_json::{Value, json};

use crate::desk::Desk;

const DAY: f64 = 24.0 * 60.0 * 60.0;

impl Desk {
    /// Takes in somebody's post of a time.
    async fn post_at(&self, author: &str, posted_at: &str) -> String {
        let message = json!({
            "network": "x", "external_id": format!("{author}@{posted_at}"), "text": "hello", "posted_at": posted_at,
            "author": { "external_id": author, "handle": author, "name": author },
        });
        crate::desk::id(&self.admin.post("/messages", message).await.expect(201))
    }

    async fn settle(&self, message: &str, disposition: &str) {
        let body = json!({ "disposition": disposition, "reason": "a reason" });
        self.admin.post(&format!("/messages/{message}/done"), body).await.expect(200);
    }

    async fn report(&self, query: &str) -> Value {
        self.admin.get(&format!("/reports/loop{query}")).await.expect(200)
    }
}

#[actix_web::test]
async fn nothing_is_no_number() {
    let desk = Desk::new().await;
    let report = desk.report("").await;
    assert_eq!(
        (&report["from"], &report["to"]),
        (&json!("2025-01-01T00:00:00.000000Z"), &json!("2026-01-01T00:00:00.000000Z"))
    );
    assert_eq!(
        report["answers"],
        json!({ "messages": 0, "answered": 0, "deliberately_not": 0, "coverage": null, "median_first_answer_seconds": null })
    );
    assert_eq!(report["open_messages"]["total"], 0);
    assert_eq!(report["demand"], json!({ "top": [], "by_month": [] }));
    assert_eq!(report["follow_up"]["told_share"], Value::Null);
    assert_eq!(report["follow_up"]["oldest_untold"], Value::Null);
}

#[actix_web::test]
async fn coverage_counts_what_was_answered_or_deliberately_not() {
    let desk = Desk::new().await;
    // The service's time is 2026-01-01T00:00:00Z: 1, 2, 4 hours, then days ago.
    let mut messages = Vec::new();
    for posted_at in [
        "2025-12-31T23:00:00Z",
        "2025-12-31T22:00:00Z",
        "2025-12-31T20:00:00Z",
        "2025-12-28T00:00:00Z",
        "2025-12-10T00:00:00Z",
        "2025-11-01T00:00:00Z",
        "2025-10-01T00:00:00Z",
    ] {
        messages.push(desk.post_at("ada", posted_at).await);
    }
    for answered in &messages[..3] {
        desk.settle(answered, "answered").await;
    }
    desk.settle(&messages[6], "spam").await;
    let report = desk.report("").await;
    let answers = &report["answers"];
    assert_eq!(
        (&answers["messages"], &answers["answered"], &answers["deliberately_not"]),
        (&json!(7), &json!(3), &json!(1))
    );
    assert_eq!(answers["coverage"], json!(0.5714));
    assert_eq!(answers["median_first_answer_seconds"], json!(7200.0));
    assert_eq!(
        report["open_messages"],
        json!({ "total": 3, "under_1_day": 0, "under_7_days": 1, "under_30_days": 1, "over_30_days": 1 })
    );
    let two = desk.report("?from=2025-12-31T21:00:00Z").await;
    assert_eq!(two["answers"]["median_first_answer_seconds"], json!(5400.0), "the middle of two");
    let none = desk.report("?to=2025-01-01T00:00:00%2B00:00").await;
    assert_eq!(none["answers"]["messages"], 0);
}

#[actix_web::test]
async fn the_way_from_ask_to_ship_to_told_is_measured() {
    let desk = Desk::new().await;
    let (dark, tables) = (desk.feature("Dark mode").await, desk.feature("Tables").await);
    for author in ["ada", "bob"] {
        let message = desk.post_at(author, "2025-11-02T00:00:00Z").await;
        desk.link(&message, &dark, "asks").await;
    }
    let message = desk.post_at("ada", "2025-12-02T00:00:00Z").await;
    desk.link(&message, &tables, "asks").await;
    desk.link(&message, &dark, "asks").await;
    let demand = &desk.report("").await["demand"];
    assert_eq!(demand["top"][0], json!({ "id": dark, "title": "Dark mode", "status": "open", "demand": 2 }));
    assert_eq!(
        demand["by_month"],
        json!([{ "month": "2025-11", "requests": 2, "people": 2 }, { "month": "2025-12", "requests": 2, "people": 1 }])
    );

    desk.ship("2.4", &[&dark]).await;
    desk.app.advance(Duration::from_hours(24));
    let claimed = desk.admin.post("/followups/claim", json!({})).await.expect(200);
    let path = format!("/followups/{}/told", claimed["followup"]["id"].as_str().unwrap());
    desk.admin.post(&path, json!({ "lease_token": claimed["lease"]["token"] })).await.expect(200);
    let report = desk.report("").await;
    let follow_up = &report["follow_up"];
    assert_eq!(
        (&follow_up["told"], &follow_up["owed"], &follow_up["told_share"]),
        (&json!(1), &json!(1), &json!(0.5))
    );
    assert_eq!(follow_up["median_ask_to_ship_seconds"], json!(60.0 * DAY));
    assert_eq!(follow_up["median_ship_to_told_seconds"], json!(DAY));
    let waiting = &follow_up["oldest_untold"];
    assert_eq!(
        (&waiting["state"], &waiting["asked_at"]),
        (&json!("open"), &json!("2025-11-02T00:00:00.000000Z"))
    );
    assert_ne!(waiting["person_id"], claimed["followup"]["person"]["id"]);
    let before = desk.report("?to=2025-12-31T00:00:00Z").await;
    assert_eq!(before["follow_up"]["told"], 0, "the release is not of this period");
}

#[actix_web::test]
async fn a_wrong_period_is_named() {
    let desk = Desk::new().await;
    for (query, pointer) in [
        ("from=yesterday", "?from"),
        ("to=x", "?to"),
        ("from=2026-01-01T00:00:00Z", "?from"),
        ("from=2025-05-01T00:00:00Z&to=2025-04-01T00:00:00Z", "?from"),
    ] {
        let problem = desk.admin.get(&format!("/reports/loop?{query}")).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}");
    }
}

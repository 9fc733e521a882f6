//! `/events` and `/stream`

use serde_json::{Value, json};
use testkit::{Client, EventStream, TestApp};

/// The items behind a cursor, once there are as many as expected: on PostgreSQL the feed waits for transactions that
/// still run, and those of other tests count.
async fn feed(client: &Client, query: &str, expected: usize) -> Value {
    for _ in 0..10_000 {
        let part = client.get(&format!("/events{query}")).await.expect(200);
        if part["items"].as_array().unwrap().len() >= expected {
            return part;
        }
    }
    panic!("the feed never had {expected} items");
}

async fn add(client: &Client, title: &str) -> String {
    let made = client.post("/features", json!({ "title": title })).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// The next event that is about a feature: making the test's callers records events too.
async fn next_feature(stream: &mut EventStream) -> (String, Value) {
    loop {
        let (id, event) = stream.next().await.expect("the stream goes on");
        if event["subject"]["kind"] == "feature" {
            return (id, event);
        }
    }
}

#[actix_web::test]
async fn the_feed_is_polled_on_with_its_cursor() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let dark = add(&admin, "Dark mode").await;
    let first = feed(&admin, "?kind=feature.added", 1).await;
    let event = &first["items"][0];
    assert_eq!(event["kind"], "feature.added");
    assert_eq!(event["subject"], json!({ "kind": "feature", "id": dark }));
    assert_eq!(event["actor"]["name"], "admin");
    assert_eq!(event["data"]["title"], "Dark mode");
    assert_eq!((&event["undoes"], &event["undone_by"]), (&Value::Null, &Value::Null));

    let after = format!("?kind=feature.added&after={}", first["next_cursor"].as_str().unwrap());
    let nothing = admin.get(&format!("/events{after}")).await.expect(200);
    assert_eq!(nothing, json!({ "items": [], "next_cursor": first["next_cursor"] }));
    let tables = add(&admin, "Tables").await;
    let second = feed(&admin, &after, 1).await;
    assert_eq!(second["items"][0]["subject"]["id"], tables);
    let about = feed(&admin, &format!("?subject={tables}"), 1).await;
    assert_eq!(about["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn a_page_holds_as_many_as_asked_for() {
    let app = TestApp::start().await;
    let admin = app.admin();
    for title in ["a", "b", "c"] {
        add(&admin, title).await;
    }
    feed(&admin, "?kind=feature.added", 3).await;
    let (mut titles, mut after) = (Vec::new(), String::new());
    loop {
        let part = admin.get(&format!("/events?kind=feature.added&limit=2{after}")).await.expect(200);
        let items = part["items"].as_array().unwrap();
        if items.is_empty() {
            break;
        }
        titles.extend(items.iter().map(|item| item["data"]["title"].clone()));
        after = format!("&after={}", part["next_cursor"].as_str().unwrap());
    }
    assert_eq!(titles, ["a", "b", "c"]);
}

#[actix_web::test]
async fn wrong_parameters_are_named() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let other = app.client(app.other_workspace(), domain::Role::Admin);
    let theirs = feed(&other, "", 1).await;
    let theirs = theirs["next_cursor"].as_str().unwrap();
    for (query, pointer) in [
        (format!("after={theirs}"), "?after"),
        ("after=x".to_owned(), "?after"),
        ("limit=0".to_owned(), "?limit"),
        ("limit=201".to_owned(), "?limit"),
        ("subject=x".to_owned(), "?subject"),
        ("kind=x".to_owned(), "?kind"),
    ] {
        for path in ["/events", "/stream"] {
            let problem = admin.get(&format!("{path}?{query}")).await.expect_problem(422, "invalid");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{path}?{query}");
        }
    }
    admin.get("/events?limit=many").await.expect_problem(422, "invalid");
    admin.get("/events?frm=x").await.expect_problem(422, "invalid");
}

#[actix_web::test]
async fn a_stream_wakes_on_a_commit_and_is_taken_up_again() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let mut stream = admin.stream("/stream", &[]).await;
    assert_eq!(stream.headers["content-type"], "text/event-stream");
    assert_eq!(stream.headers["content-encoding"], "identity");
    let dark = add(&admin, "Dark mode").await;
    let (cursor, event) = next_feature(&mut stream).await;
    assert_eq!(event["subject"]["id"], dark);
    drop(stream);

    let tables = add(&admin, "Tables").await;
    let mut again = admin.stream("/stream?after=now", &[("Last-Event-ID", &cursor)]).await;
    assert_eq!(next_feature(&mut again).await.1["subject"]["id"], tables);
    let from_feed = feed(&admin, &format!("?after={cursor}"), 1).await;
    assert_eq!(from_feed["items"][0]["subject"]["id"], tables);
}

#[actix_web::test]
async fn a_stream_from_now_starts_behind_what_was() {
    let app = TestApp::start().await;
    let admin = app.admin();
    add(&admin, "Dark mode").await;
    feed(&admin, "?kind=feature.added", 1).await;
    let mut stream = admin.stream("/stream?after=now&kind=feature.added", &[]).await;
    let tables = add(&admin, "Tables").await;
    assert_eq!(stream.next().await.expect("an event").1["subject"]["id"], tables);
}

#[actix_web::test]
async fn streams_end_with_the_service() {
    let app = TestApp::start().await;
    let mut stream = app.admin().stream("/stream?kind=feature.added", &[]).await;
    app.app.end_subscriptions();
    assert_eq!(stream.next().await, None);
}

#[actix_web::test]
async fn what_cannot_be_undone_says_so() {
    let app = TestApp::start().await;
    let admin = app.admin();
    add(&admin, "Dark mode").await;
    let events = feed(&admin, "", 2).await;
    let event = events["items"][0]["id"].as_str().unwrap();
    admin.post(&format!("/undo/{event}"), json!({})).await.expect_problem(409, "cannot_undo");
    admin.post("/undo/nonsense", json!({})).await.expect_problem(404, "not_found");
}

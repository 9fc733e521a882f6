//! Many who bring the same messages at once.

use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::{listed, post_of, with};

async fn total(client: &Client) -> Value {
    client.get("/messages?count=true&limit=1").await.expect(200)["total"].clone()
}

/// How many people there are, of up to 200.
async fn people(client: &Client) -> usize {
    client.get("/people?limit=200").await.expect(200)["items"].as_array().unwrap().len()
}

#[actix_web::test]
async fn eight_batches_of_the_same_messages_are_one() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let message = |n: u32| with(post_of(&format!("a{}", n % 7), n), json!({ "external_id": n.to_string() }));
    let batch = json!({ "messages": (0..50).map(message).collect::<Vec<_>>() });
    let reports = join_all((0..8).map(|_| admin.post("/messages/batch", batch.clone()))).await;
    let mut created = 0;
    let mut ids = Vec::new();
    for report in reports {
        let report = report.expect(200);
        created += report["created"].as_i64().unwrap();
        ids.push(report["ids"].clone());
    }
    assert_eq!(created, 50);
    ids.dedup();
    assert_eq!(ids.len(), 1, "all were given the same ids");
    assert_eq!(total(&admin).await, 50);
    assert_eq!(people(&admin).await, 7, "nobody is there twice, and nobody without an identity");
}

#[actix_web::test]
async fn eight_single_messages_that_are_the_same_are_one() {
    let app = TestApp::start().await;
    let admin = app.admin();
    for n in 0..5 {
        let answers = join_all((0..8).map(|_| admin.post("/messages", post_of("ada", n)))).await;
        let mut status: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        status.sort_unstable();
        assert_eq!(status, [200, 200, 200, 200, 200, 200, 200, 201]);
    }
    assert_eq!(total(&admin).await, 5);
    assert_eq!(people(&admin).await, 1);
}

#[actix_web::test]
async fn edits_at_once_keep_every_text_but_one() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let text = |n: u32| with(post_of("ada", 1), json!({ "text": format!("text {n}") }));
    let made = admin.post("/messages", text(0)).await.expect(201);
    let answers = join_all((1..=8).map(|n| admin.post("/messages", text(n)))).await;
    for answer in answers {
        answer.expect(200);
    }
    let found = admin.get(&format!("/messages/{}", made["id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&found["versions"], &found["version"]), (&json!(8), &json!(9)));
}

#[actix_web::test]
async fn a_thread_that_arrives_all_at_once_is_whole() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let reply = |n: u32| match n {
        0 => post_of("ada", 0),
        _ => with(post_of("ada", n), json!({ "parent_external_id": format!("ada-{}", n - 1) })),
    };
    let made = join_all((0..12).rev().map(|n| admin.post("/messages", reply(n)))).await;
    let leaf = made.into_iter().next().unwrap().expect(201);
    let thread = listed(&admin, &format!("/messages/{}/thread", leaf["id"].as_str().unwrap())).await;
    assert_eq!(thread.len(), 12);
}

//! Whatever order messages come in, however often, in batches or alone: the answer is the same in the end.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use testkit::TestApp;

use super::{post_of, with};

/// A thread of five with a branch, an edit of each of two, and an author who was called something else before.
fn history() -> Vec<Value> {
    let reply = |n: u32, to: &str| with(post_of("ada", n), json!({ "parent_external_id": to }));
    let edit = |message: Value, text: &str, minute: u32| {
        with(message, json!({ "text": text, "edited_at": format!("2023-05-01T11:{minute:02}:00Z") }))
    };
    let older_name = json!({ "author": { "external_id": "ada", "handle": "old", "name": "Old" } });
    vec![
        with(post_of("ada", 1), older_name),
        reply(2, "ada-1"),
        edit(reply(3, "ada-2"), "first", 1),
        edit(reply(3, "ada-2"), "second", 2),
        edit(reply(3, "ada-2"), "third", 3),
        reply(4, "ada-2"),
        reply(5, "ada-4"),
    ]
}

/// What must not depend on the order.
fn essence(list: &Value) -> Vec<Value> {
    let facts = |item: &Value| {
        json!([
            item["external_id"],
            item["text"],
            item["thread_external_id"],
            item["edited_at"],
            item["author"]["handle"]
        ])
    };
    list["items"].as_array().unwrap().iter().map(facts).collect()
}

async fn outcome(deliveries: &[(Value, bool)]) -> Vec<Value> {
    let app = TestApp::start().await;
    let admin = app.admin();
    let mut batch = Vec::new();
    for (message, sends) in deliveries {
        batch.push(message.clone());
        if *sends {
            admin
                .post("/messages/batch", json!({ "messages": std::mem::take(&mut batch) }))
                .await
                .expect(200);
        }
    }
    admin.post("/messages/batch", json!({ "messages": batch })).await.expect(200);
    essence(&admin.get("/messages").await.expect(200))
}

#[actix_web::test]
async fn order_and_repetition_make_no_difference() {
    let straight: Vec<_> = history().into_iter().map(|message| (message, true)).collect();
    let expected = outcome(&straight).await;
    assert_eq!(expected.len(), 5);
    let twice: Vec<Value> = history().into_iter().chain(history()).collect();
    let any_order = Just(twice)
        .prop_shuffle()
        .prop_flat_map(|messages| {
            let n = messages.len();
            (Just(messages), proptest::collection::vec(any::<bool>(), n))
        })
        .prop_map(|(messages, sends)| messages.into_iter().zip(sends).collect::<Vec<_>>());
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    for _ in 0..12 {
        let tree = any_order.new_tree(&mut runner).unwrap();
        let deliveries = tree.current();
        assert_eq!(outcome(&deliveries).await, expected, "{deliveries:#?}");
    }
}

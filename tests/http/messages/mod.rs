//! `/messages`

mod add;
mod add_batch;
mod claim;
mod done;
mod list;
mod order;
mod race;
mod refused;
mod tag;
mod thread;

use serde_json::{Value, json};
use testkit::{Client, Response};

/// A message with good defaults: the n-th post of `author`, a minute after the one before.
fn post_of(author: &str, n: u32) -> Value {
    json!({
        "network": "x",
        "external_id": format!("{author}-{n}"),
        "url": format!("https://x.com/{author}/status/{n}"),
        "author": { "external_id": author, "handle": author, "name": author.to_uppercase() },
        "text": format!("please add dark mode, {n}"),
        "posted_at": format!("2023-05-01T10:{n:02}:00Z"),
    })
}

/// The same with other fields.
fn with(mut message: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

/// Takes in a new message; its id.
async fn added(client: &Client, message: Value) -> String {
    let made = client.post("/messages", message).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// The external ids of a list, in its order.
async fn listed(client: &Client, path: &str) -> Vec<String> {
    let list = client.get(path).await.expect(200);
    let items = list["items"].as_array().unwrap();
    items.iter().map(|item| item["external_id"].as_str().unwrap().to_owned()).collect()
}

/// The events of a kind, once there are as many as expected: on PostgreSQL the feed waits for the transactions of other
/// tests too.
async fn events(client: &Client, kind: &str, expected: usize) -> Vec<Value> {
    for _ in 0..10_000 {
        let page = client.get(&format!("/events?limit=200&kind={kind}")).await.expect(200);
        let items = page["items"].as_array().unwrap();
        if items.len() >= expected {
            assert_eq!(items.len(), expected);
            return items.clone();
        }
    }
    panic!("the feed never had {expected} events of the kind {kind}");
}

/// Undoes the last event of a kind, of which there are so many.
async fn undo_last(client: &Client, kind: &str, of: usize) -> Response {
    let events = events(client, kind, of).await;
    client.post(&format!("/undo/{}", events[of - 1]["id"].as_str().unwrap()), json!({})).await
}

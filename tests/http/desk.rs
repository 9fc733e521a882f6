//! A team at its desk: takes messages in, links them, and ships, in one line each.

use serde_json::{Value, json};
use testkit::{Client, TestApp};

/// A service with an admin, and what tests of features and requests keep doing.
pub struct Desk {
    pub app: TestApp,
    pub admin: Client,
}

impl Desk {
    pub async fn new() -> Desk {
        let app = TestApp::start().await;
        let admin = app.admin();
        Desk { app, admin }
    }

    /// A feature; its id.
    pub async fn feature(&self, title: &str) -> String {
        id(&self.admin.post("/features", json!({ "title": title })).await.expect(201))
    }

    /// The n-th post of somebody on a network, n days into May 2023; its id.
    pub async fn message(&self, network: &str, author: &str, n: u32) -> String {
        let message = json!({
            "network": network,
            "external_id": format!("{author}-{n}"),
            "url": format!("https://example.org/{network}/{author}/{n}"),
            "author": { "external_id": author, "handle": author, "name": author.to_uppercase() },
            "text": format!("{author} says {n}"),
            "posted_at": format!("2023-05-{n:02}T10:00:00Z"),
        });
        id(&self.admin.post("/messages", message).await.expect(201))
    }

    /// Links a message to a feature; the request.
    pub async fn link(&self, message: &str, feature: &str, kind: &str) -> Value {
        let body = json!({ "feature_id": feature, "kind": kind, "quote": "please" });
        self.admin.post(&format!("/messages/{message}/requests"), body).await.expect(201)
    }

    /// Somebody asks for a feature in their n-th post; the id of the request.
    pub async fn ask(&self, author: &str, n: u32, feature: &str) -> String {
        let message = self.message("mastodon", author, n).await;
        id(&self.link(&message, feature, "asks").await)
    }

    /// A feature as it is now.
    pub async fn look(&self, feature: &str) -> Value {
        self.admin.get(&format!("/features/{feature}")).await.expect(200)
    }

    /// How many people ask for a feature.
    pub async fn demand(&self, feature: &str) -> i64 {
        self.look(feature).await["demand"].as_i64().unwrap()
    }

    pub async fn merge(&self, from: &str, into: &str) -> Value {
        self.admin.post(&format!("/features/{from}/merge"), json!({ "into": into })).await.expect(200)
    }

    pub async fn unmerge(&self, feature: &str) -> Value {
        self.admin.post(&format!("/features/{feature}/unmerge"), json!({})).await.expect(200)
    }

    /// Ships features in a release of their own, at once; its id.
    pub async fn ship(&self, name: &str, features: &[&str]) -> String {
        let release = id(&self.admin.post("/releases", json!({ "name": name })).await.expect(201));
        for feature in features {
            self.admin.put(&format!("/releases/{release}/features/{feature}"), json!({})).await.expect(200);
        }
        let ship = format!("/releases/{release}/ship");
        self.admin.post(&ship, json!({ "grace_seconds": 0 })).await.expect(200);
        release
    }

    /// The person behind a message.
    pub async fn author(&self, message: &str) -> String {
        let message = self.admin.get(&format!("/messages/{message}")).await.expect(200);
        message["author"]["person_id"].as_str().unwrap().to_owned()
    }

    /// The ids of the decisions of a kind that stand, oldest first. The feed stops before the oldest transaction that
    /// runs anywhere on the server, other tests' too: it is asked until it has passed what was just decided.
    pub async fn decisions(&self, kind: &str) -> Vec<String> {
        let mark = json!({ "name": "a mark in the feed" });
        let mark = id(&self.admin.post("/releases", mark).await.expect(201));
        loop {
            let feed = self.admin.get("/events?limit=200").await.expect(200);
            let events = feed["items"].as_array().unwrap();
            if events.iter().any(|event| event["subject"]["id"] == json!(mark)) {
                let standing = |event: &&Value| event["kind"] == kind && event["undone_by"].is_null();
                return events.iter().filter(standing).map(id).collect();
            }
        }
    }

    /// Undoes the latest decision of a kind.
    pub async fn undo(&self, kind: &str) -> testkit::Response {
        let decisions = self.decisions(kind).await;
        self.admin.post(&format!("/undo/{}", decisions.last().unwrap()), json!({})).await
    }

    /// The values of a field along a list, page by page.
    pub async fn walk(&self, path: &str, field: &str) -> Vec<Value> {
        let mut values = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.admin.get(&format!("{path}{cursor}")).await.expect(200);
            values.extend(page["items"].as_array().unwrap().iter().map(|item| item[field].clone()));
            let Some(next) = page["next_cursor"].as_str() else { return values };
            let separator = if path.contains('?') { '&' } else { '?' };
            cursor = format!("{separator}cursor={next}");
        }
    }

    /// Asserts that the database keeps every law, its counts among them.
    pub fn check(&self) {
        let breaches = app::check::run(&self.app.app, self.app.workspace).unwrap();
        assert!(breaches.is_empty(), "{breaches:#?}");
    }
}

pub fn id(of: &Value) -> String {
    of["id"].as_str().unwrap().to_owned()
}

//! `GET /messages`

use domain::Role;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

use super::{added, listed, post_of, with};

/// Six messages of two authors on two networks: x-1, x-3, x-5 by ada, masto-2, masto-4, masto-6 by bob.
async fn six(client: &Client) {
    for n in 1..=6 {
        let (network, author) = if n % 2 == 1 { ("x", "ada") } else { ("mastodon", "bob") };
        let id = format!("{}-{n}", if n % 2 == 1 { "x" } else { "masto" });
        let fields = json!({ "network": network, "external_id": id, "text": format!("dark mode number{n} for {author}") });
        let id = added(client, with(post_of(author, n), fields)).await;
        if n <= 2 {
            client.post(&format!("/messages/{id}/done"), json!({ "disposition": "spam" })).await.expect(200);
        }
        if n >= 5 {
            client.put(&format!("/messages/{id}/tags"), json!({ "tags": ["ios"] })).await.expect(200);
        }
        if n == 3 {
            client.post(&format!("/messages/{id}/claim"), json!({})).await.expect(200);
        }
    }
}

#[actix_web::test]
async fn every_filter_and_their_combinations() {
    let app = TestApp::start().await;
    let admin = app.admin();
    six(&admin).await;
    let cases = [
        ("", "masto-6 x-5 masto-4 x-3 masto-2 x-1"),
        ("state=new", "masto-6 x-5 masto-4"),
        ("state=claimed", "x-3"),
        ("state=done", "masto-2 x-1"),
        ("network=x", "x-5 x-3 x-1"),
        ("network=x&state=new", "x-5"),
        ("network=nowhere", ""),
        ("tag=ios", "masto-6 x-5"),
        ("tag=ios&network=x", "x-5"),
        ("tag=ios&state=done", ""),
        ("tag=nothing", ""),
        ("author=ada", "x-5 x-3 x-1"),
        ("author=@bob", "masto-6 masto-4 masto-2"),
        ("author=nobody", ""),
        ("author=ada&state=done", "x-1"),
        ("author=ada&tag=ios", "x-5"),
        ("author=ada&network=mastodon", ""),
        ("q=DARK", "masto-6 x-5 masto-4 x-3 masto-2 x-1"),
        ("q=number3", "x-3"),
        ("q=mode%20bob", "masto-6 masto-4 masto-2"),
        ("q=%22dark%20mode%22&state=new", "masto-6 x-5 masto-4"),
        ("q=%22mode%20dark%22", ""),
        ("q=dark&network=x&tag=ios&state=new&author=ada", "x-5"),
        ("q=", "masto-6 x-5 masto-4 x-3 masto-2 x-1"),
        ("q=!!!", ""),
    ];
    for (query, expected) in cases {
        let found = listed(&admin, &format!("/messages?{query}")).await;
        assert_eq!(found.join(" "), expected, "{query}");
        let total = &admin.get(&format!("/messages?count=true&limit=1&{query}")).await.expect(200)["total"];
        assert_eq!(*total, found.len(), "{query}");
        assert_eq!(paged(&admin, query).await, found, "{query} by pages of 2");
    }
}

/// The list in pages of two.
async fn paged(client: &Client, query: &str) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/messages?limit=2{cursor}&{query}")).await.expect(200);
        assert_eq!(page["total"], Value::Null);
        for item in page["items"].as_array().unwrap() {
            all.push(item["external_id"].as_str().unwrap().to_owned());
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

#[actix_web::test]
async fn an_author_is_an_id_or_a_handle() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let made = admin.post("/messages", post_of("ada", 1)).await.expect(201);
    admin.post("/messages", post_of("bob", 2)).await.expect(201);
    for id in ["id", "person_id"] {
        let id = made["author"][id].as_str().unwrap();
        assert_eq!(listed(&admin, &format!("/messages?author={id}")).await, ["ada-1"]);
    }
    let foreigner = app.client(app.other_workspace(), Role::Viewer);
    let id = made["author"]["id"].as_str().unwrap();
    assert!(listed(&foreigner, &format!("/messages?author={id}")).await.is_empty());
}

#[actix_web::test]
async fn nothing_searched_for_is_a_syntax_error() {
    let app = TestApp::start().await;
    let admin = app.admin();
    added(&admin, with(post_of("ada", 1), json!({ "text": "Füße: a*b, (c) AND \"d\" it's 100%" }))).await;
    let queries = [
        "%22",
        "%22%22%22",
        "*",
        "a*b",
        "(",
        ")",
        "AND",
        "OR%20NOT",
        "NEAR(a)",
        "text:c",
        "-a",
        "%27",
        "it%27s",
        "a%20%7C%20b",
        "%5C",
        "%00",
        "a%00b",
        "^a",
        "%7B%7D",
        "a%20%26%20!",
        "%3C-%3E",
        "100%25",
        "%F0%9F%98%80",
        ":*",
    ];
    for query in queries {
        admin.get(&format!("/messages?count=true&q={query}")).await.expect(200);
    }
    assert_eq!(listed(&admin, "/messages?q=f%C3%BC%C3%9Fe").await, ["ada-1"]);
}

#[actix_web::test]
async fn a_page_stays_where_it_is_when_messages_come_in() {
    let app = TestApp::start().await;
    let admin = app.admin();
    for n in 1..=5 {
        added(&admin, with(post_of("ada", n), json!({ "posted_at": "2023-05-01T10:00:00Z" }))).await;
    }
    let first = admin.get("/messages?limit=3").await.expect(200);
    added(&admin, post_of("bob", 9)).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = listed(&admin, &format!("/messages?cursor={cursor}")).await;
    let mut all: Vec<&str> =
        first["items"].as_array().unwrap().iter().map(|item| item["external_id"].as_str().unwrap()).collect();
    all.extend(rest.iter().map(String::as_str));
    all.sort_unstable();
    assert_eq!(all, ["ada-1", "ada-2", "ada-3", "ada-4", "ada-5"]);
    let foreigner = app.client(app.other_workspace(), Role::Viewer);
    foreigner.get(&format!("/messages?cursor={cursor}")).await.expect_problem(422, "invalid");
}

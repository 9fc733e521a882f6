//! `POST /messages/batch`

use serde_json::{Value, json};
use testkit::TestApp;

use super::{events, listed, post_of, with};

#[actix_web::test]
async fn good_ones_are_kept_and_bad_ones_are_reported_by_place() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let batch = json!({ "messages": [
        post_of("ada", 1),
        with(post_of("ada", 2), json!({ "network": "X!", "posted_at": "yesterday" })),
        17,
        post_of("bob", 3),
        with(post_of("ada", 4), json!({ "texxt": "?" })),
        post_of("ada", 1),
        with(post_of("bob", 3), json!({ "text": "another" })),
    ] });
    let report = admin.post("/messages/batch", batch.clone()).await.expect(200);
    assert_eq!(
        (&report["created"], &report["updated"], &report["unchanged"]),
        (&json!(2), &json!(1), &json!(1))
    );
    let rejected = report["rejected"].as_array().unwrap();
    let at: Vec<&Value> = rejected.iter().map(|one| &one["index"]).collect();
    assert_eq!(at, [&json!(1), &json!(2), &json!(4)]);
    assert_eq!(rejected[0]["code"], "invalid");
    assert_eq!(rejected[0]["errors"][0]["pointer"], "/network");
    assert_eq!(rejected[0]["errors"][1]["pointer"], "/posted_at");
    assert_eq!(rejected[2]["errors"][0]["pointer"], "/texxt");
    let ids = report["ids"].as_array().unwrap();
    assert_eq!(ids.len(), 7);
    assert!(ids[1].is_null() && ids[2].is_null() && ids[4].is_null());
    assert_eq!(ids[0], ids[5]);
    assert_eq!(ids[3], ids[6]);
    assert_eq!(listed(&admin, "/messages").await, ["bob-3", "ada-1"]);
    let again = admin.post("/messages/batch", batch).await.expect(200);
    assert_eq!(again["ids"], report["ids"]);
    assert_eq!(again["created"], 0);
}

#[actix_web::test]
async fn a_thousand_at_once_and_again() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let message = |n: u32| {
        let author = format!("author{}", n % 300);
        with(
            post_of(&author, n % 60),
            json!({ "external_id": n.to_string(), "text": format!("message {n}") }),
        )
    };
    let batch = json!({ "messages": (0..1000).map(message).collect::<Vec<_>>() });
    let first = admin.post("/messages/batch", batch.clone()).await.expect(200);
    assert_eq!(first["created"], 1000);
    let again = admin.post("/messages/batch", batch).await.expect(200);
    assert_eq!((&again["unchanged"], &again["ids"]), (&json!(1000), &first["ids"]));
    assert_eq!(admin.get("/messages?count=true").await.expect(200)["total"], 1000);
    let edit = |n: u32| with(message(n), json!({ "text": format!("edited {n}") }));
    let edits = json!({ "messages": (0..1000).map(edit).collect::<Vec<_>>() });
    let edited = admin.post("/messages/batch", edits).await.expect(200);
    assert_eq!((&edited["updated"], &edited["ids"]), (&json!(1000), &first["ids"]));
}

#[actix_web::test]
async fn a_batch_has_limits() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let too_many = json!({ "messages": (0..1001).map(|_| json!({})).collect::<Vec<_>>() });
    let problem = admin.post("/messages/batch", too_many).await.expect_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/messages");
    let long = "x".repeat(9 * 1024 * 1024);
    admin.post("/messages/batch", json!({ "messages": [long] })).await.expect_problem(413, "too_large");
    let nothing = admin.post("/messages/batch", json!({ "messages": [] })).await.expect(200);
    assert_eq!(nothing["ids"], json!([]));
    for body in [json!({}), json!([]), json!({ "messages": {} }), json!({ "messages": [], "more": 1 })] {
        admin.post("/messages/batch", body).await.expect_problem(422, "invalid");
    }
}

#[actix_web::test]
async fn a_batch_is_one_event() {
    let app = TestApp::start().await;
    let admin = app.admin();
    let batch = json!({ "messages": [post_of("ada", 1), post_of("ada", 2)] });
    admin.post("/messages/batch", batch.clone()).await.expect(200);
    admin.post("/messages/batch", batch).await.expect(200);
    admin.post("/messages/batch", json!({ "messages": [post_of("bob", 1)] })).await.expect(200);
    let received = events(&admin, "message.received", 2).await;
    let sizes: Vec<usize> =
        received.iter().map(|event| event["data"]["ids"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [2, 1], "what changed nothing is no event");
}

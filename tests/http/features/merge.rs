//! `POST /features/{id}/merge`, `/unmerge` and `GET /features/{id}/merge-preview`

use serde_json::json;

use crate::desk::{Desk, id};

#[actix_web::test]
async fn people_count_once_for_what_they_asked_in_two_features() {
    let desk = Desk::new().await;
    let (dark, night) = (desk.feature("Dark mode").await, desk.feature("Night mode").await);
    desk.ask("ada", 1, &dark).await;
    let request = desk.ask("ada", 2, &night).await;
    desk.ask("bob", 3, &night).await;
    let merged = desk.merge(&night, &dark).await;
    assert_eq!(
        (&merged["merged_into"], &merged["demand"], &merged["version"]),
        (&json!(dark), &json!(0), &json!(2))
    );
    assert_eq!(desk.demand(&dark).await, 2);
    let request = desk.admin.get(&format!("/requests/{request}")).await.expect(200);
    assert_eq!(request["feature_id"], json!(night), "a request keeps its feature");
    assert_eq!(request["effective_feature_id"], json!(dark));
    desk.check();
    let unmerged = desk.unmerge(&night).await;
    assert_eq!((&unmerged["merged_into"], &unmerged["demand"]), (&json!(null), &json!(2)));
    assert_eq!(desk.demand(&dark).await, 1);
    desk.check();
}

#[actix_web::test]
async fn chains_end_where_their_pointers_end() {
    let desk = Desk::new().await;
    let mut features = Vec::new();
    for (author, n, title) in [("ada", 1, "A"), ("bob", 2, "B"), ("cyd", 3, "C")] {
        let feature = desk.feature(title).await;
        desk.ask(author, n, &feature).await;
        features.push(feature);
    }
    let [a, b, c] = [&features[0], &features[1], &features[2]];
    desk.merge(a, b).await;
    desk.merge(b, c).await;
    assert_eq!(desk.demand(c).await, 3);
    assert_eq!(desk.look(a).await["merged_into"], json!(b), "the pointer stays");
    desk.check();
    // What is merged later into the middle counts for the end.
    let late = desk.feature("D").await;
    desk.ask("dan", 4, &late).await;
    desk.merge(&late, a).await;
    assert_eq!(desk.demand(c).await, 4);
    desk.unmerge(b).await;
    assert_eq!((desk.demand(b).await, desk.demand(c).await), (3, 1));
    desk.check();
    desk.unmerge(a).await;
    assert_eq!((desk.demand(a).await, desk.demand(b).await), (2, 1));
    desk.check();
}

#[actix_web::test]
async fn a_merge_that_cannot_be_says_why() {
    let desk = Desk::new().await;
    let (a, b, c) = (desk.feature("A").await, desk.feature("B").await, desk.feature("C").await);
    desk.merge(&a, &b).await;
    desk.merge(&b, &c).await;
    let merge = |from: &str, into: &str| {
        let path = format!("/features/{from}/merge");
        let body = json!({ "into": into });
        let admin = desk.admin.clone();
        async move { admin.post(&path, body).await }
    };
    merge(&c, &c).await.expect_problem(422, "merge_loop");
    merge(&c, &b).await.expect_problem(422, "merge_loop");
    merge(&c, &a).await.expect_problem(422, "merge_loop");
    merge(&a, &c).await.expect_problem(409, "wrong_state");
    let other = desk.app.client(desk.app.other_workspace(), domain::Role::Admin);
    let foreign = id(&other.post("/features", json!({ "title": "Theirs" })).await.expect(201));
    for into in [foreign.as_str(), "0199a000-0000-7000-8000-000000000000", "nonsense", ""] {
        let problem = merge(&c, into).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/into");
    }
    desk.admin.post(&format!("/features/{c}/merge"), json!({})).await.expect_problem(422, "invalid");
    desk.admin.post(&format!("/features/{c}/unmerge"), json!({})).await.expect_problem(409, "wrong_state");
    desk.admin
        .post(&format!("/features/{foreign}/unmerge"), json!({}))
        .await
        .expect_problem(404, "not_found");
    desk.admin.get(&format!("/features/{c}/merge-preview?into={a}")).await.expect_problem(422, "merge_loop");
    desk.admin.get(&format!("/features/{c}/merge-preview")).await.expect_problem(422, "invalid");
    desk.admin.get(&format!("/features/{c}/merge-preview?into=x")).await.expect_problem(422, "invalid");
    desk.check();
}

#[actix_web::test]
async fn a_preview_counts_people_and_what_shipping_owes_them() {
    let desk = Desk::new().await;
    let (dark, night) = (desk.feature("Dark mode").await, desk.feature("Night mode").await);
    for (author, n, feature) in
        [("ada", 1, &night), ("ada", 2, &dark), ("bob", 3, &night), ("cyd", 4, &dark), ("dan", 5, &night)]
    {
        desk.ask(author, n, feature).await;
    }
    let path = format!("/features/{night}/merge-preview?into={dark}");
    let before = desk.admin.get(&path).await.expect(200);
    assert_eq!(before, json!({ "people": 3, "into_people": 2, "both": 1, "total": 4, "would_be_told": 0 }));
    let dan = desk.message("mastodon", "dan", 6).await;
    let opt_out = format!("/people/{}/opt-out", desk.author(&dan).await);
    desk.admin.post(&opt_out, json!({ "reason": "asked to stop" })).await.expect(200);
    desk.ship("1.0", &[&dark]).await;
    assert_eq!(
        desk.admin.get(&path).await.expect(200)["would_be_told"],
        1,
        "bob; not dan, who wants no word"
    );
    let back = format!("/features/{dark}/merge-preview?into={night}");
    assert_eq!(
        desk.admin.get(&back).await.expect(200)["would_be_told"],
        1,
        "what is out stays out when merged"
    );
    let open = "/followups?state=open";
    assert_eq!(desk.walk(open, "id").await.len(), 2);
    desk.merge(&night, &dark).await;
    assert_eq!(desk.walk(open, "id").await.len(), 3);
    desk.check();
}

#[actix_web::test]
async fn merges_at_once_make_no_loop() {
    let desk = Desk::new().await;
    let mut ring = Vec::new();
    for n in 0..6 {
        ring.push(desk.feature(&format!("F{n}")).await);
        desk.ask(&format!("author{n}"), 1, &ring[n]).await;
    }
    let merges = (0..6).map(|n| {
        let path = format!("/features/{}/merge", ring[n]);
        let body = json!({ "into": ring[(n + 1) % 6] });
        let admin = desk.admin.clone();
        async move { admin.post(&path, body).await.status }
    });
    let mut answers = futures_util::future::join_all(merges).await;
    answers.sort_unstable();
    assert_eq!(answers, [200, 200, 200, 200, 200, 422]);
    desk.check();
    let left = desk.walk("/features", "demand").await;
    assert_eq!(left, [6]);
}

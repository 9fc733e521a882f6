//! `GET /requests`

use domain::Role;
use serde_json::json;

use crate::desk::Desk;

#[actix_web::test]
async fn filters_are_joined_and_follow_merges() {
    let desk = Desk::new().await;
    let (dark, night) = (desk.feature("Dark mode").await, desk.feature("Night mode").await);
    let first = desk.message("mastodon", "ada", 1).await;
    let r1 = desk.link(&first, &dark, "asks").await["id"].clone();
    let r2 = desk.link(&first, &night, "mentions").await["id"].clone();
    let second = desk.message("bluesky", "ada.bsky", 2).await;
    let r3 = desk.link(&second, &night, "asks").await["id"].clone();
    let third = desk.message("mastodon", "bob", 3).await;
    let r4 = desk.link(&third, &dark, "asks").await["id"].clone();
    let (ada, other, bob) =
        (desk.author(&first).await, desk.author(&second).await, desk.author(&third).await);
    desk.admin.delete(&format!("/requests/{}", r4.as_str().unwrap())).await.expect(200);
    desk.admin.post(&format!("/people/{other}/merge"), json!({ "into": ada })).await.expect(200);
    desk.merge(&night, &dark).await;
    for (query, expected) in [
        (String::new(), vec![&r4, &r3, &r2, &r1]),
        (format!("feature={dark}"), vec![&r4, &r3, &r2, &r1]),
        (format!("feature={night}"), vec![&r3, &r2]),
        (format!("person={ada}"), vec![&r3, &r2, &r1]),
        (format!("person={other}"), vec![&r3, &r2, &r1]),
        (format!("person={bob}"), vec![&r4]),
        (format!("person={ada}&feature={night}&kind=asks"), vec![&r3]),
        (format!("message={first}"), vec![&r2, &r1]),
        (format!("message={first}&feature={dark}&person={ada}&kind=mentions"), vec![&r2]),
        (format!("message={first}&person={bob}"), vec![]),
        ("kind=mentions".to_owned(), vec![&r2]),
        ("feature=0199a000-0000-7000-8000-000000000000".to_owned(), vec![]),
        ("person=0199a000-0000-7000-8000-000000000000".to_owned(), vec![]),
    ] {
        for limit in [1, 2, 50] {
            let found = desk.walk(&format!("/requests?{query}&limit={limit}"), "id").await;
            let mut found: Vec<_> = found.iter().collect();
            let mut expected = expected.clone();
            // Both of the first message are of the same time.
            found.sort_by_key(|id| id.as_str());
            expected.sort_by_key(|id| id.as_str());
            assert_eq!(found, expected, "{query}");
        }
    }
    let times = desk.walk("/requests?limit=1", "asked_at").await;
    assert!(times.is_sorted_by_key(|time| std::cmp::Reverse(time.as_str())));
}

#[actix_web::test]
async fn wrong_parameters_are_named() {
    let desk = Desk::new().await;
    for (query, pointer) in [
        ("feature=x", "?feature"),
        ("person=x", "?person"),
        ("message=", "?message"),
        ("kind=wants", "?kind"),
        ("limit=0", "?limit"),
        ("cursor=x", "?cursor"),
    ] {
        let problem = desk.admin.get(&format!("/requests?{query}")).await.expect_problem(422, "invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem:#}");
    }
    desk.admin.get("/requests?state=x").await.expect_problem(422, "invalid");
}

#[actix_web::test]
async fn pages_stay_in_place_under_inserts() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    for n in 1..=5 {
        desk.ask(&format!("author{n}"), n, &feature).await;
    }
    let path = format!("/requests?feature={feature}&limit=2");
    let first = desk.admin.get(&path).await.expect(200);
    desk.ask("late", 20, &feature).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = desk.admin.get(&format!("{path}&cursor={cursor}")).await.expect(200);
    let times: Vec<_> = second["items"].as_array().unwrap().iter().map(|item| &item["asked_at"]).collect();
    assert_eq!(times, ["2023-05-03T10:00:00.000000Z", "2023-05-02T10:00:00.000000Z"]);
    let foreign = desk.app.client(desk.app.other_workspace(), Role::Admin);
    foreign.get(&format!("/requests?cursor={cursor}")).await.expect_problem(422, "invalid");
}

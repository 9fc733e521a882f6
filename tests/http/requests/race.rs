//! Many who link at once.

use futures_util::future::join_all;
use serde_json::json;

use crate::desk::Desk;

#[actix_web::test]
async fn eight_links_of_two_messages_of_one_person_are_one_in_demand() {
    let desk = Desk::new().await;
    for round in 0..5 {
        let feature = desk.feature("Dark mode").await;
        let messages = [
            desk.message("mastodon", &format!("author{round}"), 1).await,
            desk.message("mastodon", &format!("author{round}"), 2).await,
        ];
        let links = (0..8).map(|n| {
            let path = format!("/messages/{}/requests", messages[n % 2]);
            let (admin, body) = (desk.admin.clone(), json!({ "feature_id": feature }));
            async move { admin.post(&path, body).await.status }
        });
        let mut answers = join_all(links).await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 200, 200, 200, 200, 200, 201, 201]);
        assert_eq!(desk.demand(&feature).await, 1);
    }
    desk.check();
}

#[actix_web::test]
async fn links_withdrawals_and_merges_at_once_leave_demand_exact() {
    let desk = Desk::new().await;
    let (a, b) = (desk.feature("A").await, desk.feature("B").await);
    let mut paths = Vec::new();
    for n in 0..8 {
        let request = desk.ask(&format!("author{}", n % 3), n + 1, if n % 2 == 0 { &a } else { &b }).await;
        paths.push(format!("/requests/{request}"));
    }
    let decisions = paths.iter().enumerate().map(|(n, path)| {
        let (admin, a, b) = (desk.admin.clone(), &a, &b);
        async move {
            match n % 4 {
                0 | 1 => admin.delete(path).await.expect(200),
                2 => admin.patch(path, json!({ "kind": "mentions" })).await.expect(200),
                _ => {
                    let merged = admin.post(&format!("/features/{a}/merge"), json!({ "into": b })).await;
                    assert!([200, 409].contains(&merged.status), "{:#}", merged.body);
                    admin.post(&format!("{path}/restore"), json!({})).await.expect(200)
                }
            }
        }
    });
    join_all(decisions).await;
    desk.check();
    assert_eq!(desk.demand(&b).await, 2, "the two that were left alone are of two people");
}

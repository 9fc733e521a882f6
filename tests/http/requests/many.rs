//! Links in bulk, as imports make them: beneath HTTP for now.

use app::Caller;
use app::requests::{Imported, NewLink, link_many};
use domain::state::RequestKind;
use serde_json::json;

use crate::desk::Desk;

fn link(message: &str, feature: &str) -> NewLink {
    NewLink {
        message: message.parse().unwrap(),
        feature: feature.parse().unwrap(),
        kind: RequestKind::Asks,
        quote: "please".parse().unwrap(),
        note: "".parse().unwrap(),
    }
}

fn import(desk: &Desk, links: &[NewLink]) -> Imported {
    desk.app.app.write(&Caller::system(desk.app.workspace), |tx| link_many(tx, links)).unwrap()
}

#[actix_web::test]
async fn history_counts_but_fills_no_queue() {
    let desk = Desk::new().await;
    let (dark, night) = (desk.feature("Dark mode").await, desk.feature("Night mode").await);
    desk.merge(&night, &dark).await;
    desk.ship("1.0", &[&dark]).await;
    desk.app.db_add_account("mastodon", "us");
    let ours = desk.message("mastodon", "us", 1).await;
    let (first, second) =
        (desk.message("mastodon", "ada", 1).await, desk.message("mastodon", "ada", 2).await);
    let third = desk.message("mastodon", "bob", 3).await;
    let unknown = "0199a000-0000-7000-8000-000000000000";
    let links = [
        link(&first, &dark),
        link(&second, &night),
        link(&ours, &dark),
        link(&third, &dark),
        link(&third, &dark),
        link(unknown, &dark),
        link(&first, unknown),
    ];
    let imported = import(&desk, &links);
    assert_eq!((imported.made.len(), imported.known, &imported.refused), (3, 1, &vec![2, 5, 6]));
    assert_eq!(desk.demand(&dark).await, 2);
    assert_eq!(desk.walk("/requests", "history").await, [true, true, true]);
    assert_eq!(desk.walk("/followups?state=open", "id").await.len(), 0);
    assert_eq!(desk.walk("/followups?state=held", "id").await.len(), 2, "they wait until a person says go");
    desk.check();
    let again = import(&desk, &links);
    assert_eq!((again.made.len(), again.known), (0, 4));
    desk.check();
}

#[actix_web::test]
async fn a_large_import_is_a_few_statements() {
    let desk = Desk::new().await;
    let feature = desk.feature("Dark mode").await;
    let message = |n: usize| {
        json!({
            "network": "x", "external_id": n.to_string(), "url": null, "text": "please",
            "author": { "external_id": (n % 700).to_string(), "handle": "h", "name": "N" },
            "posted_at": "2020-01-01T00:00:00Z",
        })
    };
    let mut links = Vec::new();
    for batch in 0..3 {
        let messages: Vec<_> = (0..1_000).map(|n| message(batch * 1_000 + n)).collect();
        let answer = desk.admin.post("/messages/batch", json!({ "messages": messages })).await.expect(200);
        let ids = answer["ids"].as_array().unwrap().iter();
        links.extend(ids.map(|id| link(id.as_str().unwrap(), &feature)));
    }
    assert_eq!(import(&desk, &links).made.len(), 3_000);
    assert_eq!(desk.demand(&feature).await, 700);
    desk.check();
}

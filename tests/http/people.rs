//! `/people`

use domain::Role;
use serde_json::{Value, json};

use crate::desk::{Desk, id};

impl Desk {
    /// Somebody who asks for nothing; the person's id.
    async fn person(&self, author: &str) -> String {
        let message = self.message("mastodon", author, 1).await;
        self.author(&message).await
    }

    async fn look_at(&self, person: &str) -> Value {
        self.admin.get(&format!("/people/{person}")).await.expect(200)
    }

    async fn merge_people(&self, from: &str, into: &str) -> Value {
        self.admin.post(&format!("/people/{from}/merge"), json!({ "into": into })).await.expect(200)
    }

    async fn unmerge_person(&self, person: &str) -> Value {
        self.admin.post(&format!("/people/{person}/unmerge"), json!({})).await.expect(200)
    }

    async fn opt_out(&self, person: &str) -> Value {
        let reason = json!({ "reason": "\"please stop\"" });
        self.admin.post(&format!("/people/{person}/opt-out"), reason).await.expect(200)
    }

    /// The states and people of all follow-ups.
    async fn follow_ups(&self) -> Vec<(Value, Value)> {
        let list = self.admin.get("/followups").await.expect(200);
        let items = list["items"].as_array().unwrap();
        items.iter().map(|item| (item["state"].clone(), item["person"]["id"].clone())).collect()
    }
}

#[actix_web::test]
async fn nobody_is_an_empty_page() {
    let desk = Desk::new().await;
    for query in ["", "?q=ada", "?q=%25&limit=1"] {
        let page = desk.admin.get(&format!("/people{query}")).await.expect(200);
        assert_eq!(page, json!({ "items": [], "next_cursor": null }));
    }
    desk.admin.get("/people?cursor=x").await.expect_problem(422, "invalid");
    desk.admin.get("/people/nonsense").await.expect_problem(404, "not_found");
}

#[actix_web::test]
async fn people_are_listed_and_found_by_name_and_handle() {
    let desk = Desk::new().await;
    for author in ["bob", "ada", "adam", "Zoe"] {
        desk.person(author).await;
    }
    assert_eq!(desk.walk("/people?limit=3", "name").await, ["ADA", "ADAM", "BOB", "ZOE"]);
    assert_eq!(desk.walk("/people?q=AdA&limit=1", "name").await, ["ADA", "ADAM"]);
    assert_eq!(desk.walk("/people?q=zo", "name").await, ["ZOE"]);
    assert!(desk.walk("/people?q=da", "name").await.is_empty(), "only how it begins counts");
    assert!(desk.walk("/people?q=a%25", "name").await.is_empty(), "no sign stands for others");

    let ada = desk.person("ada_2").await;
    desk.admin.patch(&format!("/people/{ada}"), json!({ "name": "Countess" })).await.expect(200);
    assert_eq!(desk.walk("/people?q=ada_2", "name").await, ["Countess"], "by the handle");
    assert_eq!(desk.walk("/people?q=ada", "name").await, ["ADA", "ADAM", "Countess"]);
    let bob = desk.walk("/people?q=bob", "id").await;
    desk.merge_people(&ada, bob[0].as_str().unwrap()).await;
    assert_eq!(desk.walk("/people?q=ada_2", "name").await, ["BOB"], "a merged person leads to the other");
    assert_eq!(desk.walk("/people?q=count", "name").await, ["BOB"]);
    assert_eq!(desk.walk("/people", "name").await, ["ADA", "ADAM", "BOB", "ZOE"]);
}

#[actix_web::test]
async fn one_timeline_holds_everything_newest_first() {
    let desk = Desk::new().await;
    let dark = desk.feature("Dark mode").await;
    desk.ask("ada", 1, &dark).await;
    let second = desk.message("mastodon", "ada", 2).await;
    let ada = desk.author(&second).await;
    desk.ship("2.4", &[&dark]).await;
    let claimed = desk.admin.post("/followups/claim", json!({})).await.expect(200);
    let told = json!({ "lease_token": claimed["lease"]["token"], "url": "https://example.org/reply" });
    let path = format!("/followups/{}/told", claimed["followup"]["id"].as_str().unwrap());
    desk.app.advance(std::time::Duration::from_secs(60));
    desk.admin.post(&path, told).await.expect(200);

    let person = desk.look_at(&ada).await;
    assert_eq!(person["identities"][0]["handle"], "ada");
    let kinds = |part: &Value| -> Vec<Value> {
        part["timeline"].as_array().unwrap().iter().map(|entry| entry["kind"].clone()).collect()
    };
    // The ask and its message are of the same moment; ids break the tie.
    let mut all = kinds(&person);
    assert_eq!(all[..3], ["told", "follow_up", "message"]);
    all.sort_by_key(ToString::to_string);
    assert_eq!(all, ["follow_up", "message", "message", "request", "told"]);
    assert_eq!(person["timeline"][0]["feature"]["title"], "Dark mode");
    assert_eq!(person["timeline"][0]["url"], "https://example.org/reply");
    assert_eq!(person["timeline"][2]["id"], json!(second));

    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let part = desk.admin.get(&format!("/people/{ada}?limit=2{cursor}")).await.expect(200);
        pages.extend(part["timeline"].as_array().unwrap().clone());
        let Some(next) = part["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(json!(pages), person["timeline"]);
}

#[actix_web::test]
async fn former_handles_are_shown() {
    let desk = Desk::new().await;
    let ada = desk.person("ada").await;
    let renamed = json!({
        "network": "mastodon", "external_id": "new-1", "text": "me again", "posted_at": "2024-01-01T00:00:00Z",
        "author": { "external_id": "ada", "handle": "countess", "name": "Ada" },
    });
    desk.admin.post("/messages", renamed).await.expect(201);
    let identity = &desk.look_at(&ada).await["identities"][0];
    assert_eq!((&identity["handle"], &identity["former_handles"]), (&json!("countess"), &json!(["ada"])));
}

#[actix_web::test]
async fn a_merge_is_a_pointer_and_counts_one_person() {
    let desk = Desk::new().await;
    let (dark, tables) = (desk.feature("Dark mode").await, desk.feature("Tables").await);
    let ada = desk.person("ada").await;
    let countess = desk.person("countess").await;
    for (author, n, feature) in [("ada", 2, &dark), ("countess", 2, &dark), ("countess", 3, &tables)] {
        desk.ask(author, n, feature).await;
    }
    assert_eq!((desk.demand(&dark).await, desk.demand(&tables).await), (2, 1));

    let merged = desk.merge_people(&countess, &ada).await;
    assert_eq!((&merged["id"], &merged["merged_into"]), (&json!(ada), &json!(ada)));
    assert_eq!(merged["identities"].as_array().unwrap().len(), 2);
    assert_eq!(merged["merged"][0]["id"], json!(countess));
    assert_eq!(desk.look_at(&countess).await, merged);
    assert_eq!(desk.look_at(&ada).await["merged_into"], Value::Null);
    assert_eq!((desk.demand(&dark).await, desk.demand(&tables).await), (1, 1));
    desk.check();

    let unmerged = desk.unmerge_person(&countess).await;
    assert_eq!((&unmerged["id"], &unmerged["merged_into"]), (&json!(countess), &Value::Null));
    assert_eq!((desk.demand(&dark).await, desk.demand(&tables).await), (2, 1));
    assert_eq!(desk.look_at(&ada).await["identities"].as_array().unwrap().len(), 1);
    desk.check();
}

#[actix_web::test]
async fn merges_chain_and_never_loop() {
    let desk = Desk::new().await;
    let dark = desk.feature("Dark mode").await;
    let mut people = Vec::new();
    for author in ["a", "b", "c"] {
        people.push(desk.person(author).await);
        desk.ask(author, 2, &dark).await;
    }
    let [a, b, c] = [&people[0], &people[1], &people[2]];
    desk.merge_people(a, b).await;
    desk.merge_people(b, c).await;
    let chained = desk.look_at(a).await;
    assert_eq!((&chained["id"], &chained["merged_into"]), (&json!(c), &json!(b)));
    assert_eq!(desk.demand(&dark).await, 1);
    desk.check();

    let merge = |from: &String, into: &str| {
        let (admin, path, into) = (desk.admin.clone(), format!("/people/{from}/merge"), into.to_owned());
        async move { admin.post(&path, json!({ "into": into })).await }
    };
    merge(c, a).await.expect_problem(422, "merge_loop");
    merge(c, c).await.expect_problem(422, "merge_loop");
    merge(a, c).await.expect_problem(409, "wrong_state");
    let problem = merge(c, "01890000-0000-7000-8000-000000000000").await.expect_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/into");
    merge(c, "x").await.expect_problem(422, "invalid");
    desk.admin.post(&format!("/people/{c}/unmerge"), json!({})).await.expect_problem(409, "wrong_state");

    // Whoever stands behind the unmerged person comes along.
    desk.unmerge_person(b).await;
    assert_eq!(desk.look_at(a).await["id"], json!(b));
    assert_eq!(desk.demand(&dark).await, 2);
    desk.check();
}

#[actix_web::test]
async fn merging_leaves_replies_where_they_go_and_makes_one_of_two_follow_ups() {
    let desk = Desk::new().await;
    let (dark, tables) = (desk.feature("Dark mode").await, desk.feature("Tables").await);
    let (ada, countess) = (desk.person("ada").await, desk.person("countess").await);
    desk.ask("ada", 2, &dark).await;
    desk.ask("countess", 3, &tables).await;
    desk.ship("2.4", &[&dark, &tables]).await;
    let before = desk.admin.get("/followups").await.expect(200);
    let targets = |list: &Value| -> Vec<Value> {
        list["items"].as_array().unwrap().iter().map(|item| item["target"]["message_id"].clone()).collect()
    };
    assert_eq!(targets(&before).len(), 2);

    desk.merge_people(&countess, &ada).await;
    desk.check();
    let open = desk.admin.get("/followups?state=open").await.expect(200);
    let target = targets(&open);
    assert!(target.len() == 1 && targets(&before).contains(&target[0]), "the reply goes where it went");
    assert_eq!(open["items"][0]["items"].as_array().unwrap().len(), 2);

    desk.undo("person.merged").await.expect(200);
    desk.check();
    let again = desk.admin.get("/followups?state=open").await.expect(200);
    let mut targets_again = targets(&again);
    targets_again.sort_by_key(ToString::to_string);
    let mut targets_before = targets(&before);
    targets_before.sort_by_key(ToString::to_string);
    assert_eq!(targets_again, targets_before);
}

#[actix_web::test]
async fn who_was_told_as_two_counts_as_one() {
    let desk = Desk::new().await;
    let dark = desk.feature("Dark mode").await;
    let (ada, countess) = (desk.person("ada").await, desk.person("countess").await);
    desk.ask("ada", 2, &dark).await;
    desk.ask("countess", 2, &dark).await;
    desk.ship("2.4", &[&dark]).await;
    for _ in 0..2 {
        let claimed = desk.admin.post("/followups/claim", json!({})).await.expect(200);
        let path = format!("/followups/{}/told", claimed["followup"]["id"].as_str().unwrap());
        desk.admin.post(&path, json!({ "lease_token": claimed["lease"]["token"] })).await.expect(200);
    }
    assert_eq!(desk.look(&dark).await["told"], 2);
    desk.merge_people(&ada, &countess).await;
    assert_eq!(desk.look(&dark).await["told"], 1);
    desk.check();
    desk.unmerge_person(&ada).await;
    assert_eq!(desk.look(&dark).await["told"], 2);
    desk.check();
}

#[actix_web::test]
async fn undo_takes_a_merge_back_and_can_be_undone() {
    let desk = Desk::new().await;
    let (ada, bob, zoe) = (desk.person("ada").await, desk.person("bob").await, desk.person("zoe").await);
    desk.merge_people(&ada, &bob).await;
    let undone = desk.undo("person.merged").await.expect(200);
    assert_eq!(undone["kind"], "person.unmerged");
    assert_eq!(desk.look_at(&ada).await["merged_into"], Value::Null);
    let merge = undone["undoes"].as_str().unwrap();
    desk.admin.post(&format!("/undo/{merge}"), json!({})).await.expect_problem(409, "cannot_undo");

    let redone = desk.admin.post(&format!("/undo/{}", id(&undone)), json!({})).await.expect(200);
    assert_eq!(redone["kind"], "person.merged");
    assert_eq!(desk.look_at(&ada).await["merged_into"], json!(bob));
    desk.check();

    // What stands in the way is said.
    desk.unmerge_person(&ada).await;
    desk.merge_people(&ada, &zoe).await;
    let first = format!("/undo/{}", id(&redone));
    desk.admin.post(&first, json!({})).await.expect_problem(409, "cannot_undo");
    desk.undo("person.unmerged").await.expect_problem(409, "cannot_undo");
    assert_eq!(desk.look_at(&ada).await["id"], json!(zoe));
    desk.check();
}

#[actix_web::test]
async fn undo_needs_the_role_of_the_decision() {
    let desk = Desk::new().await;
    let (ada, bob) = (desk.person("ada").await, desk.person("bob").await);
    desk.merge_people(&ada, &bob).await;
    let merge = desk.decisions("person.merged").await.pop().unwrap();
    let path = format!("/undo/{merge}");
    let manager = desk.app.as_role(Role::ReleaseManager);
    manager.post(&path, json!({})).await.expect_problem(403, "forbidden");
    let stranger = desk.app.client(desk.app.other_workspace(), Role::Admin);
    stranger.post(&path, json!({})).await.expect_problem(404, "not_found");
    desk.app.as_role(Role::Specialist).post(&path, json!({})).await.expect(200);
}

#[actix_web::test]
async fn who_asked_to_stop_is_never_written_to_again() {
    let desk = Desk::new().await;
    let dark = desk.feature("Dark mode").await;
    let ada = desk.person("ada").await;
    desk.ask("ada", 2, &dark).await;
    desk.ship("2.4", &[&dark]).await;
    assert_eq!(desk.follow_ups().await, [(json!("open"), json!(ada))]);
    let person = desk.opt_out(&ada).await;
    assert_eq!(
        (&person["opted_out"], &person["opt_out"]["reason"]),
        (&json!(true), &json!("\"please stop\""))
    );
    assert_eq!(desk.follow_ups().await, [(json!("withdrawn"), json!(ada))]);
    desk.check();
    desk.opt_out(&ada).await;
    assert_eq!(desk.decisions("person.opted_out").await.len(), 1, "again says nothing new");
    let problem = desk
        .admin
        .post(&format!("/people/{ada}/opt-out"), json!({ "reason": " " }))
        .await
        .expect_problem(422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/reason");

    let revoked = desk.undo("person.opted_out").await.expect(200);
    assert_eq!(desk.look_at(&ada).await["opted_out"], json!(false));
    let open = desk.admin.get("/followups?state=open").await.expect(200);
    assert_eq!(open["items"].as_array().unwrap().len(), 1, "what was owed is owed again");
    desk.check();
    desk.admin.post(&format!("/undo/{}", id(&revoked)), json!({})).await.expect(200);
    assert_eq!(desk.look_at(&ada).await["opted_out"], json!(true));
    desk.check();
}

#[actix_web::test]
async fn an_opt_out_holds_for_both_after_an_unmerge() {
    let desk = Desk::new().await;
    let (ada, bob, zoe) = (desk.person("ada").await, desk.person("bob").await, desk.person("zoe").await);
    desk.merge_people(&ada, &bob).await;
    desk.opt_out(&ada).await;
    desk.unmerge_person(&ada).await;
    for person in [&ada, &bob] {
        assert_eq!(desk.look_at(person).await["opted_out"], json!(true));
    }
    desk.merge_people(&zoe, &bob).await;
    assert_eq!(desk.look_at(&zoe).await["opted_out"], json!(true));
    desk.unmerge_person(&zoe).await;
    assert_eq!(desk.look_at(&zoe).await["opted_out"], json!(false), "zoe never asked");
    desk.check();
}

#[actix_web::test]
async fn a_name_is_changed_and_changed_back() {
    let desk = Desk::new().await;
    let ada = desk.person("ada").await;
    let path = format!("/people/{ada}");
    let renamed = desk.admin.patch(&path, json!({ "name": "Ada Lovelace" })).await.expect(200);
    assert_eq!((&renamed["name"], &renamed["version"]), (&json!("Ada Lovelace"), &json!(2)));
    let stale = [("If-Match", "\"1\"")];
    let body = Some(json!({ "name": "A." }));
    desk.admin
        .send(testkit::Method::PATCH, &path, body, &stale)
        .await
        .expect_problem(412, "version_mismatch");
    desk.admin.patch(&path, json!({ "name": "" })).await.expect_problem(422, "invalid");
    let undone = desk.undo("person.renamed").await.expect(200);
    assert_eq!(desk.look_at(&ada).await["name"], "ADA");
    desk.admin.post(&format!("/undo/{}", id(&undone)), json!({})).await.expect(200);
    assert_eq!(desk.look_at(&ada).await["name"], "Ada Lovelace");
}

//! `getback import`: files of messages, with what they ask for.

use serde_json::{Value, json};

use crate::program::{Home, Served, bearer};

/// A message as a line of JSON, with more fields.
fn line(id: usize, more: Value) -> String {
    let mut line = json!({
        "network": "x", "external_id": id.to_string(), "url": format!("https://x.com/ada/status/{id}"),
        "author": { "external_id": format!("a{}", id % 7), "handle": "ada", "name": "Ada" },
        "text": format!("please add dark mode, {id}"), "posted_at": "2023-05-01T10:00:00Z",
    });
    for (name, value) in more.as_object().unwrap() {
        line[name] = value.clone();
    }
    line.to_string()
}

fn list(served: &Served, token: &str, path: &str) -> Vec<Value> {
    let answer = served.get(&format!("/api/v1{path}"), &[bearer(token)]);
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["items"].as_array().unwrap().clone()
}

#[test]
fn a_file_can_be_imported_twice() {
    let home = Home::with_workspace();
    let mut lines: Vec<String> =
        (0..1_200).map(|id| line(id, json!({ "features": ["Dark mode"] }))).collect();
    lines.push(line(5_000, json!({ "feature": "DARK MODE", "quote": "please", "tags": ["iOS", "night"] })));
    home.write("messages.jsonl", &lines.join("\n"));

    let import = ["import", "messages.jsonl", "--json"];
    let tried = home.run(&[&import[..], &["--dry-run"]].concat()).expect(0).json();
    assert_eq!(
        (&tried["dry_run"], &tried["created"], &tried["features"]),
        (&json!(true), &json!(1_201), &json!(1))
    );

    let first = home.run(&import).expect(0).json();
    assert_eq!(
        (&first["created"], &first["features"], &first["requests"]),
        (&json!(1_201), &json!(1), &json!(1_201))
    );
    let again = home.run(&import).expect(0).json();
    assert_eq!((&again["created"], &again["unchanged"]), (&json!(0), &json!(1_201)));
    assert_eq!((&again["features"], &again["requests"]), (&json!(0), &json!(0)));

    let served = home.serve(&["serve"]);
    let token = home.token("viewer");
    let features = list(&served, &token, "/features");
    assert_eq!((features.len(), &features[0]["demand"]), (1, &json!(7)));
    let tagged = list(&served, &token, "/messages?tag=ios");
    assert_eq!((tagged.len(), &tagged[0]["tags"]), (1, &json!(["ios", "night"])));
    home.run(&["check"]).expect(0);
}

#[test]
fn bad_lines_are_named_and_good_ones_kept() {
    let home = Home::with_workspace();
    let lines = [
        line(1, json!({})),
        "{not json".to_owned(),
        String::new(),
        line(2, json!({ "posted_at": "yesterday", "author": {} })),
        line(3, json!({ "feture": "x" })),
        line(4, json!({ "feature": "" })),
        line(5, json!({ "text": null })),
    ];
    home.write("messages.jsonl", &lines.join("\n"));
    let report = home.run(&["import", "messages.jsonl", "--json"]).expect(1);
    let rejected = &report.json()["rejected"];
    let at = |n: usize| (rejected[n]["line"].as_u64().unwrap(), rejected[n]["detail"].as_str().unwrap());
    assert_eq!(rejected.as_array().unwrap().len(), 5, "{rejected}");
    assert_eq!(at(0).0, 2);
    assert_eq!(at(1).0, 4);
    assert!(at(1).1.contains("posted_at") && at(1).1.contains("author/external_id"), "{rejected}");
    assert!(at(2).1.contains("feture"), "{rejected}");
    assert_eq!((at(3).0, at(4).0), (6, 7));
    assert!(report.stderr.contains("messages.jsonl:4: "), "{}", report.stderr);
    assert_eq!(report.json()["created"], 1);
}

#[test]
fn a_spreadsheet_is_imported() {
    let home = Home::with_workspace();
    home.write(
        "asks.csv",
        "network,external_id,author_external_id,author_handle,text,posted_at,features,tags\n\
         x,1,42,ada,\"please, add\ndark mode\",2019-05-01T10:00:00Z,Dark mode; Tables,ios\n\
         x,2,43,grace,hello,2019-05-02T10:00:00Z,,\n\
         x,3,44,grace,hello,May,,\n\
         x,4,45\n",
    );
    let report = home.run(&["import", "asks.csv", "--json"]).expect(1).json();
    assert_eq!(
        (&report["created"], &report["requests"], &report["features"]),
        (&json!(2), &json!(2), &json!(2))
    );
    let lines: Vec<&Value> = report["rejected"].as_array().unwrap().iter().map(|row| &row["line"]).collect();
    assert_eq!(lines, [5, 6], "{report}");

    home.write("wrong.csv", "network,id\nx,1\n");
    home.run(&["import", "wrong.csv"]).expect_sentence(&["no column `id`"]);
    home.write("short.csv", "network,text\nx,1\n");
    home.run(&["import", "short.csv"]).expect_sentence(&["`external_id` is missing"]);
    home.run(&["import", "nowhere.csv"]).expect_sentence(&["nowhere.csv"]);
    home.run(&["import", "messages.xml"]).expect_sentence(&["--format"]);
}

/// Ships the only feature there is.
fn ship(served: &Served, admin: &str) {
    let post = |path: &str, body: &str| {
        let answer = served.post(&format!("/api/v1{path}"), &[bearer(admin)], body);
        assert!(answer.status < 300, "{}", answer.body);
        answer.json()
    };
    let feature = list(served, admin, "/features")[0]["id"].as_str().unwrap().to_owned();
    let release = post("/releases", r#"{"name":"2.4"}"#)["id"].as_str().unwrap().to_owned();
    let put = format!("/api/v1/releases/{release}/features/{feature}");
    assert!(served.put(&put, &[bearer(admin)]).status < 300);
    post(&format!("/releases/{release}/ship"), r#"{"grace_seconds":0}"#);
}

#[test]
fn history_never_fills_the_queue_and_the_told_are_not_told_again() {
    let home = Home::with_workspace();
    let feature = json!({ "feature": "Dark mode" });
    let told = json!({ "feature": "Dark mode", "told_at": "2024-01-01T00:00:00Z" });
    // Authors a1 and a2; a2 was told before Getback came.
    home.write("before.jsonl", &[line(1, feature.clone()), line(2, told.clone())].join("\n"));
    let before = home.run(&["import", "before.jsonl", "--json"]).expect(0).json();
    assert_eq!(before["told"], 1);

    let served = home.serve(&["serve"]);
    let admin = home.token("admin");
    ship(&served, &admin);
    assert_eq!(list(&served, &admin, "/followups?state=open").len(), 0);
    assert_eq!(list(&served, &admin, "/followups?state=held").len(), 1);

    // a3 asked long ago, a4 was told; both are history by now.
    home.write("after.jsonl", &[line(3, feature), line(4, told)].join("\n"));
    let after = home.run(&["import", "after.jsonl", "--json"]).expect(0);
    assert_eq!((&after.json()["requests_for_shipped"], &after.json()["told"]), (&json!(2), &json!(1)));
    assert!(after.stderr.contains("state=held"), "{}", after.stderr);
    assert_eq!(list(&served, &admin, "/followups?state=open").len(), 0);
    assert_eq!(list(&served, &admin, "/followups?state=held").len(), 2);
    assert_eq!(list(&served, &admin, "/features")[0]["told"], 2);
    home.run(&["check"]).expect(0);
}

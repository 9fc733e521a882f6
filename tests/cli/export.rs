//! `getback export`, and that it leads back in.

use serde_json::{Value, json};

use crate::program::Home;

fn lines(home: &Home, file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(home.folder.path().join(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_is_exported_can_be_imported() {
    let home = Home::with_workspace();
    let message = json!({
        "network": "mastodon", "external_id": "https://m.example/1", "url": "https://m.example/@ada/1",
        "author": { "external_id": "https://m.example/ada", "handle": "ada", "name": "Ada L." },
        "text": "dark mode, \"please\" \u{1F319}\nthanks", "posted_at": "2019-05-01T10:00:00.123456Z",
        "parent_external_id": "https://m.example/0", "features": ["Dark mode", "Tables"], "tags": ["ios"],
    });
    home.write("messages.jsonl", &message.to_string());
    home.run(&["import", "messages.jsonl"]).expect(0);

    let counts = home.run(&["export", "out", "--json"]).expect(0).json();
    assert_eq!(
        (&counts["messages"], &counts["features"], &counts["requests"]),
        (&json!(1), &json!(2), &json!(2))
    );
    let kinds = counts.as_object().unwrap();
    for (kind, count) in kinds {
        assert_eq!(
            lines(&home, &format!("out/{kind}.jsonl")).len() as u64,
            count.as_u64().unwrap(),
            "{kind}"
        );
    }
    assert_eq!(kinds.len(), 11);

    home.run(&["init", "--admin-email", "eve@example.org", "--workspace", "Copy"]).expect(0);
    let into = ["import", "out/messages.jsonl", "--workspace", "Copy", "--json"];
    let copied = home.run(&into).expect(0).json();
    assert_eq!((&copied["created"], &copied["requests"]), (&json!(1), &json!(2)));
    home.run(&["export", "copy", "--workspace", "Copy"]).expect(0);
    let (mut was, mut is) = (lines(&home, "out/messages.jsonl"), lines(&home, "copy/messages.jsonl"));
    for line in was.iter_mut().chain(&mut is) {
        line["exported"] = Value::Null;
    }
    assert_eq!(was, is);
    home.run(&["export", "out"]).expect_sentence(&["--workspace"]);
}

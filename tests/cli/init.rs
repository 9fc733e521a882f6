//! `getback init` and `getback token create`.

use crate::program::{Home, bearer};

#[test]
fn a_workspace_its_admin_and_a_token_are_made_beside_a_running_server() {
    let home = Home::with_database();
    let served = home.serve(&["serve"]);
    let init = ["init", "--admin-email", "Ada@Example.org", "--password-stdin", "--json"];
    let made = home.feed(&init, "correct horse\n").expect(0).json();
    assert_eq!(made["admin"], "ada@example.org");
    assert_eq!(made["password"], serde_json::Value::Null);

    let token = home.token("viewer");
    let viewer = [bearer(&token)];
    assert_eq!(served.get("/api/v1/events", &viewer).status, 200);
    assert_eq!(served.post("/api/v1/features", &viewer, "{}").status, 403);
}

#[test]
fn a_password_is_made_when_none_is_given() {
    let home = Home::with_database();
    let made = home.run(&["init", "--admin-email", "ada@example.org"]).expect(0);
    assert_eq!(made.stdout.trim().len(), 23, "{}", made.stdout);
    assert!(!made.stderr.contains(made.stdout.trim()));
}

#[test]
fn a_short_password_changes_nothing() {
    let home = Home::with_database();
    let init = ["init", "--admin-email", "ada@example.org", "--password-stdin"];
    home.feed(&init, "short\n").expect_sentence(&["5 characters", "8 to 256"]);
    home.run(&["token", "create", "--name", "x", "--role", "admin"]).expect_sentence(&["getback init"]);
}

#[test]
fn another_name_makes_another_workspace_and_another_admin_joins() {
    let home = Home::with_workspace();
    let init =
        |email: &str, workspace: &str| home.run(&["init", "--admin-email", email, "--workspace", workspace]);
    init("grace@example.org", "Acme").expect(0);
    init("grace@example.org", "Acme").expect_sentence(&["grace@example.org", "already"]);
    let token = ["token", "create", "--name", "x", "--role", "admin"];
    home.run(&token).expect(0);
    init("ada@example.org", "Other").expect(0);
    home.run(&token).expect_sentence(&["more than one workspace", "--workspace"]);
    home.run(&[&token[..], &["--workspace", "Nowhere"]].concat()).expect_sentence(&["Nowhere"]);
    let made = home.run(&[&token[..], &["--workspace", "Other", "--days", "7", "--json"]].concat());
    let made = made.expect(0).json();
    assert_eq!((made["workspace"].as_str(), made["days"].as_i64()), (Some("Other"), Some(7)));
    assert!(made["token"].as_str().unwrap().starts_with("gb_"));
}

#[test]
fn there_is_nothing_to_give_a_token_for_without_a_database() {
    let home = Home::empty();
    let token = ["token", "create", "--name", "x", "--role", "admin"];
    home.run(&token).expect_sentence(&["no database", "getback init"]);
    assert!(!home.folder.path().join("getback-data").exists());
}

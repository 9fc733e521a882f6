//! Who may call what. Every operation of the API stands in [`TABLE`]; one that is missing there fails the test.

use std::collections::BTreeSet;

use domain::Role;
use serde_json::{Value, json};
use testkit::{Method, TestApp};

use Role::{Admin, ReleaseManager, Responder, Specialist, Viewer};

/// The roles that may do something.
type Rule = &'static [Role];

const READ: Rule = &[Viewer, Specialist, Responder, ReleaseManager, Admin];
const TRIAGE: Rule = &[Specialist, Responder, Admin];
const CATALOGUE: Rule = &[Specialist, ReleaseManager, Admin];
const RELEASE: Rule = &[ReleaseManager, Admin];
const RESPOND: Rule = &[Responder, Admin];
const UNDO: Rule = &[Specialist, Responder, ReleaseManager, Admin];
const ADMIN: Rule = &[Admin];

/// Who may do what, by path.
const TABLE: &[(&str, &[(&str, Rule)])] = &[
    ("/messages", &[("get", READ), ("post", TRIAGE)]),
    ("/messages/batch", &[("post", TRIAGE)]),
    ("/messages/{id}", &[("get", READ)]),
    ("/messages/{id}/thread", &[("get", READ)]),
    ("/messages/{id}/claim", &[("post", TRIAGE)]),
    ("/messages/{id}/release", &[("post", TRIAGE)]),
    ("/messages/{id}/tags", &[("put", TRIAGE)]),
    ("/messages/{id}/done", &[("post", TRIAGE)]),
    ("/tags", &[("get", READ)]),
    ("/messages/{id}/requests", &[("post", TRIAGE)]),
    ("/requests", &[("get", READ)]),
    ("/requests/{id}", &[("get", READ), ("patch", TRIAGE), ("delete", TRIAGE)]),
    ("/requests/{id}/restore", &[("post", TRIAGE)]),
    ("/features", &[("get", READ), ("post", CATALOGUE)]),
    ("/features/{id}", &[("get", READ), ("patch", CATALOGUE)]),
    ("/features/{id}/tags", &[("put", CATALOGUE)]),
    ("/features/{id}/requesters", &[("get", READ)]),
    ("/features/{id}/merge-preview", &[("get", READ)]),
    ("/features/{id}/merge", &[("post", RELEASE)]),
    ("/features/{id}/unmerge", &[("post", RELEASE)]),
    ("/releases", &[("get", READ), ("post", RELEASE)]),
    ("/releases/{id}", &[("get", READ), ("patch", RELEASE)]),
    ("/releases/{id}/features/{feature_id}", &[("put", RELEASE), ("delete", RELEASE)]),
    ("/releases/{id}/preview", &[("get", READ)]),
    ("/releases/{id}/corrections", &[("get", READ)]),
    ("/releases/{id}/ship", &[("post", RELEASE)]),
    ("/releases/{id}/recall", &[("post", RELEASE)]),
    ("/followups", &[("get", READ)]),
    ("/followups/{id}", &[("get", READ)]),
    ("/followups/claim", &[("post", RESPOND)]),
    ("/followups/open-held", &[("post", RELEASE)]),
    ("/followups/{id}/renew", &[("post", RESPOND)]),
    ("/followups/{id}/release", &[("post", RESPOND)]),
    ("/followups/{id}/skip", &[("post", RESPOND)]),
    ("/followups/{id}/snooze", &[("post", RESPOND)]),
    ("/followups/{id}/told", &[("post", RESPOND)]),
    ("/people", &[("get", READ)]),
    ("/people/{id}", &[("get", READ), ("patch", TRIAGE)]),
    ("/people/{id}/merge", &[("post", TRIAGE)]),
    ("/people/{id}/unmerge", &[("post", TRIAGE)]),
    ("/people/{id}/opt-out", &[("post", TRIAGE)]),
    ("/me", &[("get", READ)]),
    ("/members", &[("get", READ), ("post", ADMIN)]),
    ("/members/{id}", &[("patch", ADMIN)]),
    ("/tokens", &[("get", ADMIN), ("post", ADMIN)]),
    ("/tokens/{id}", &[("delete", ADMIN)]),
    ("/reports/loop", &[("get", READ)]),
    ("/events", &[("get", READ)]),
    ("/stream", &[("get", READ)]),
    ("/undo/{id}", &[("post", UNDO)]),
];

/// What answers without a token.
const OPEN: &[(&str, &str)] = &[("get", "/healthz"), ("get", "/readyz"), ("get", "/metrics")];

/// Where the paths of the table begin.
const BASE: &str = "/api/v1";
/// An id of nothing: a check of roles that comes after ids would answer 404.
const NOTHING: &str = "01890000-0000-7000-8000-000000000000";

fn table() -> impl Iterator<Item = (&'static str, &'static str, Rule)> {
    TABLE.iter().flat_map(|(path, rules)| rules.iter().map(move |(method, rule)| (*method, *path, *rule)))
}

fn method(word: &str) -> Method {
    word.to_uppercase().parse().unwrap()
}

/// The path with ids of nothing in it.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { NOTHING } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// A body that is wrong for every operation: a check of roles that comes after bodies would answer 422.
fn wrong_body(method: &str) -> Option<Value> {
    (method != "get").then(|| json!({ "no_such_field": true }))
}

#[actix_web::test]
async fn no_route_is_without_a_rule() {
    let openapi = TestApp::start().await.with_token(None).get("/../openapi.json").await.expect(200);
    let mut routes = BTreeSet::new();
    for (path, item) in openapi["paths"].as_object().unwrap() {
        routes.extend(item.as_object().unwrap().keys().map(|method| (method.clone(), path.clone())));
    }
    let guarded = table().map(|(method, path, _)| (method.to_owned(), format!("{BASE}{path}")));
    let open = OPEN.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned()));
    let rules: BTreeSet<_> = guarded.chain(open).collect();
    let unlisted: Vec<_> = routes.difference(&rules).collect();
    assert!(unlisted.is_empty(), "add these to the table of tests/http/permissions.rs: {unlisted:#?}");
    let gone: Vec<_> = rules.difference(&routes).collect();
    assert!(gone.is_empty(), "the table has rules for routes that do not exist: {gone:#?}");
}

#[actix_web::test]
async fn nobody_gets_in_without_a_token() {
    let app = TestApp::start().await;
    let strangers = [
        app.with_token(None),
        app.with_token(Some("gb_nonsense".to_owned())),
        app.with_token(Some(format!("gb_{}", "A".repeat(51)))),
    ];
    for (word, path, _) in table() {
        for stranger in &strangers {
            let status = stranger.status(method(word), &filled(path), wrong_body(word)).await;
            assert_eq!(status, 401, "{word} {path}");
        }
    }
    for (word, path) in OPEN {
        let status = strangers[0].status(method(word), &format!("/../..{path}"), None).await;
        assert_eq!(status, 200, "{word} {path}");
    }
}

#[actix_web::test]
async fn every_role_may_do_what_the_table_says_and_no_more() {
    let app = TestApp::start().await;
    for role in Role::ALL.iter().copied() {
        let caller = app.as_role(role);
        for (word, path, rule) in table() {
            let status = caller.status(method(word), &filled(path), wrong_body(word)).await;
            let allowed = rule.contains(&role);
            let expected = if allowed { "neither 401 nor 403 nor 5xx" } else { "403" };
            let fits = if allowed { !matches!(status, 401 | 403 | 500..) } else { status == 403 };
            assert!(fits, "{word} {path} as {role}: {status} instead of {expected}");
        }
    }
}

#[test]
fn viewers_only_read() {
    for (word, path, rule) in table() {
        assert!(word == "get" || !rule.contains(&Viewer), "a viewer may {word} {path}");
    }
}

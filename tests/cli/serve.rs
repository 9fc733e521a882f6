//! `getback serve`, and plain `getback`.

use std::os::unix::fs::PermissionsExt as _;

use crate::program::{Home, bearer};

#[test]
fn the_first_start_makes_everything_and_says_what_next() {
    let home = Home::empty();
    let served = home.serve(&[]);
    let said = served.said.join("\n");
    for words in ["first start", "admin@localhost", "Password", "getback token create"] {
        assert!(said.contains(words), "no `{words}` in: {said}");
    }
    let folder = std::fs::metadata(home.folder.path().join("getback-data")).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);
    for path in ["/healthz", "/readyz", "/", "/api/openapi.json"] {
        assert_eq!(served.get(path, &[]).status, 200, "{path}");
    }
    let token = home.token("admin");
    served.terminate();
    served.stopped();

    let again = home.serve(&[]);
    assert!(!again.said.join("\n").contains("first start"));
    assert_eq!(again.get("/api/v1/events", &[bearer(&token)]).status, 200);
}

#[test]
fn serve_itself_makes_no_workspace() {
    let home = Home::with_database();
    let served = home.serve(&["serve"]);
    assert!(!served.said.join("\n").contains("Password"));
    home.run(&["token", "create", "--name", "x", "--role", "admin"]).expect_sentence(&["no workspace"]);
}

#[test]
fn every_answer_carries_the_security_headers() {
    let home = Home::with_workspace();
    let served = home.serve(&["serve", "--no-worker"]);
    for path in ["/", "/healthz", "/api/v1/features", "/nowhere", "/api/openapi.json"] {
        let answer = served.get(path, &[]);
        let header = |name: &str| answer.header(name);
        assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{path}");
        let kept = if path == "/" { "no-cache" } else { "no-store" };
        assert_eq!(header("cache-control"), kept, "{path}");
        assert_eq!(header("x-request-id").len(), 32, "{path}");
    }
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let home = Home::with_workspace();
    let served = home.serve(&["serve", "--no-worker"]);
    let send = |size: usize| served.get("/healthz", &[format!("X: {}", "x".repeat(size))]);
    assert_eq!(send(30 * 1024).status, 200);
    assert_eq!(send(33 * 1024).status, 431);
}

#[test]
fn each_request_is_one_line_of_json_without_its_words() {
    let home = Home::with_workspace();
    let token = home.token("admin");
    let mut served = home.serve(&["serve", "--no-worker"]);
    let made = served.post("/api/v1/features", &[bearer(&token)], r#"{"title":"Secret plan"}"#);
    assert_eq!(made.status, 201, "{}", made.body);
    let id = made.header("x-request-id");
    let line: serde_json::Value = serde_json::from_str(&served.wait_for("request served")).unwrap();
    assert_eq!(line["http.route"], "/api/v1/features");
    assert_eq!(line["http.status"], 201);
    assert_eq!(line["span"]["id"], id);
    assert!(line["micros"].is_u64(), "{line}");
    served.terminate();
    let (_, said) = served.stopped();
    let said = said.join("\n");
    assert!(!said.contains("Secret plan") && !said.contains(&token), "{said}");
}

#[test]
fn the_worker_works_alone() {
    let home = Home::with_workspace();
    let worker = home.serve_worker();
    worker.terminate();
    let (status, _) = worker.stopped();
    assert!(status.success());
}

#[test]
fn of_two_that_start_first_one_makes_the_workspace() {
    let home = Home::with_database();
    let start = || home.serve(&["--no-worker"]).said.join("\n").matches("first start").count();
    let welcomes = std::thread::scope(|threads| {
        let other = threads.spawn(start);
        start() + other.join().unwrap()
    });
    assert_eq!(welcomes, 1);
    home.token("admin");
}

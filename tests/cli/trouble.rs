//! What can stand in the way of a start: each is one sentence and exit code 1.

use crate::program::Home;

#[test]
fn a_busy_port() {
    let home = Home::with_workspace();
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let ended = home.run(&["serve", "--listen", &address]);
    ended.expect_sentence(&[&address, "another program has the port", "--listen"]);
    home.run(&["serve", "--listen", "nonsense"]).expect_sentence(&["nonsense"]);
}

#[test]
fn a_locked_data_directory() {
    let home = Home::empty();
    let served = home.serve(&[]);
    let pid = served.pid().to_string();
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["worker"]] {
        home.run(command).expect_sentence(&["getback-data", "in use", &pid, "--no-worker"]);
    }
    let beside = home.serve(&["serve", "--no-worker"]);
    assert_eq!(beside.get("/readyz", &[]).status, 200);
    drop(served);
    // The lock ends with the process, even with one that was killed.
    home.serve(&["serve"]);
}

#[test]
fn a_wrong_database_url() {
    let home = Home::empty();
    let serve = |url: &str| home.run(&["serve", "--listen", "127.0.0.1:0", "--database-url", url]);
    serve("mysql://root@localhost/x").expect_sentence(&["`sqlite://` or `postgres://`"]);
    serve("sqlite://").expect_sentence(&["`sqlite://` or `postgres://`"]);
    serve("sqlite:///nowhere/at/all.db").expect_sentence(&["/nowhere/at/all.db"]);
    // Nothing listens on port 1.
    let refused = serve("postgres://ada:s3cret@127.0.0.1:1/x");
    assert!(!refused.stderr.contains("s3cret"), "{}", refused.stderr);
    refused.expect_sentence(&["cannot open the database", "127.0.0.1"]);
    home.write("letter.txt", &"Dear Ada, this is a letter. ".repeat(100));
    serve("sqlite://letter.txt").expect_sentence(&["letter.txt", "not a database"]);
}

#[test]
fn a_newer_schema() {
    let home = Home::with_workspace();
    home.db.as_ref().unwrap().db_pretend_newer_schema();
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["worker"], &["migrate"]] {
        home.run(command).expect_sentence(&["99991231000000", "newer than this program"]);
    }
}

#[test]
fn a_wrong_log_filter() {
    Home::empty().run(&["serve", "--log", "a=b=c"]).expect_sentence(&["log filter", "a=b=c"]);
}

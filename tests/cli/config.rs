//! `getback config`, and the commands that need no database.

use crate::program::{Home, end};

#[test]
fn flags_win_over_the_environment_over_the_file() {
    let home = Home::empty();
    home.write("getback.toml", "listen = 'file:1'\nrate_limit = 1\nthreads = 1\n");
    let mut command = home.command(&["config", "--json", "--listen", "flag:1"]);
    command.env("GETBACK_LISTEN", "env:1").env("GETBACK_RATE_LIMIT", "2").env("GETBACK_NO_WORKER", "true");
    let config = end(&mut command).expect(0).json();
    assert_eq!(config["listen"], "flag:1");
    assert_eq!(config["rate_limit"], 2);
    assert_eq!(config["threads"], 1);
    assert_eq!(config["no_worker"], true);
    assert_eq!(config["log"], "info");
}

#[test]
fn secrets_are_masked() {
    let home = Home::empty();
    let config = home.run(&["--database-url", "postgres://ada:s3cret@db/getback", "config"]).expect(0);
    assert!(config.stdout.contains("postgres://ada:***@db/getback"), "{}", config.stdout);
    assert!(!config.stdout.contains("s3cret"));
    let help = end(home.command(&["--help"]).env("GETBACK_DATABASE_URL", "postgres://ada:s3cret@db/x"));
    assert!(!help.expect(0).stdout.contains("s3cret"));
}

#[test]
fn what_is_printed_can_be_the_file() {
    let home = Home::empty();
    let printed = home.run(&["config", "--log", "debug"]).expect(0).stdout;
    home.write("other.toml", &printed);
    assert_eq!(home.run(&["--config", "other.toml", "config"]).expect(0).stdout, printed);
}

#[test]
fn a_wrong_file_is_told_in_a_sentence() {
    let home = Home::empty();
    home.write("getback.toml", "listne = 'x'\n");
    home.run(&["config"]).expect_sentence(&["getback.toml", "listne"]);
    home.run(&["--config", "nowhere.toml", "config"]).expect_sentence(&["nowhere.toml"]);
}

#[test]
fn wrong_usage_exits_2() {
    let home = Home::empty();
    for wrong in [
        &["sevre"][..],
        &["--listne", "x"],
        &["init"],
        &["init", "--admin-email", "nobody"],
        &["token", "create", "--name", "x", "--role", "king"],
        &["token", "create", "--name", "x", "--role", "admin", "--days", "0"],
    ] {
        let ended = home.run(wrong).expect(2);
        assert_eq!((ended.stdout.as_str(), ended.stderr.is_empty()), ("", false), "{wrong:?}");
    }
}

#[test]
fn the_api_is_described_and_shells_complete() {
    let home = Home::empty();
    let openapi = home.run(&["openapi"]).expect(0).json();
    assert!(openapi["openapi"].as_str().unwrap().starts_with("3.1"), "{}", openapi["openapi"]);
    assert!(home.run(&["completions", "bash"]).expect(0).stdout.contains("_getback"));
}

//! The layers of the settings.

use std::io::Write as _;

use super::*;

fn layer(text: &str) -> Layer {
    Layer::parse(text).unwrap()
}

#[test]
fn the_defaults_are_complete() {
    let settings = Settings::read(Layer::default(), None).unwrap();
    assert_eq!(settings.listen, "127.0.0.1:8080");
    assert_eq!(settings.database_url.reveal(), "sqlite://./getback-data/getback.db");
}

#[test]
fn a_flag_wins_over_the_file_and_the_file_over_the_defaults() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "listen = 'file:1'\nrate_limit = 7").unwrap();
    let settings = Settings::read(layer("listen = 'flag:1'\ndata_dir = '/srv'"), Some(file.path())).unwrap();
    assert_eq!((settings.listen.as_str(), settings.rate_limit), ("flag:1", 7));
    assert_eq!(settings.shutdown_seconds, 30);
    assert_eq!(settings.database_url.reveal(), "sqlite:///srv/getback.db");
}

#[test]
fn an_unknown_setting_is_refused_by_name() {
    let said = format!("{:#}", Layer::parse("listne = 'x'").unwrap_err());
    assert!(said.contains("listne"), "{said}");
}

//! Log lines on stderr: pretty for people, JSON for programs. They carry ids and counts, never names, texts or tokens.

use std::io::{self, IsTerminal as _};

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Settings};

/// Libraries that tell people nothing they need; a more exact filter in the settings overrules it.
const QUIET: &str = "actix_server=warn";

/// Starts logging. Only programs that go on running do.
pub fn start(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::builder()
        .parse(format!("{QUIET},{}", settings.log))
        .with_context(|| format!("the log filter `{}` is wrong", settings.log))?;
    let pretty = match settings.log_format {
        LogFormat::Auto => io::stderr().is_terminal(),
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    };
    // When nobody reads stderr any more, a line is lost; complaining about it there would panic.
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).log_internal_errors(false);
    let started = if pretty {
        lines.with_ansi(io::stderr().is_terminal()).with_target(false).try_init()
    } else {
        lines.json().flatten_event(true).with_span_list(false).try_init()
    };
    started.map_err(|e| anyhow::anyhow!("cannot start logging: {e}"))
}

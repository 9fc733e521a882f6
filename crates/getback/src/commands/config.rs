//! Prints the settings in force, secrets masked.

use crate::config::Settings;
use crate::output;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON instead of TOML
    #[arg(long)]
    json: bool,
}

pub fn run(settings: &Settings, args: &Args) -> anyhow::Result<()> {
    if args.json {
        return output::put_json(settings);
    }
    Ok(output::put(toml::to_string(settings)?.trim_end())?)
}

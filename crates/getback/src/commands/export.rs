//! Writes everything of a workspace into files of JSON lines.

use std::path::PathBuf;

use app::Caller;

use crate::config::Settings;
use crate::{export, installation, output};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder for the files, made if it is missing
    folder: PathBuf,
    /// The workspace, if there is more than one
    #[arg(long, env = "GETBACK_WORKSPACE", value_name = "NAME")]
    workspace: Option<String>,
    /// Print how many lines each file got as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(settings: &Settings, args: &Args) -> anyhow::Result<()> {
    let app = installation::find(settings)?;
    let workspace = app::workspaces::find(&app, args.workspace.as_deref())?;
    let counts = export::export(&app, &Caller::system(workspace.id), &args.folder)?;
    if args.json {
        return output::put_json(&counts);
    }
    for (kind, lines) in &counts {
        output::tell(&format!("{}: {lines}", args.folder.join(kind).with_added_extension("jsonl").display()));
    }
    Ok(())
}

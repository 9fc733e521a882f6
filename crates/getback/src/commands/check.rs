//! Audits a live database against the laws of the product; each row that breaks one is a line on stdout.

use std::process::ExitCode;

use app::App;
use app::check::{Breach, CHECKED};
use app::workspaces::Workspace;
use serde_json::{Value, json};

use crate::config::Settings;
use crate::{installation, output};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The workspace; all of them if none is named
    #[arg(long, env = "GETBACK_WORKSPACE", value_name = "NAME")]
    workspace: Option<String>,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(settings: &Settings, args: &Args) -> anyhow::Result<ExitCode> {
    let app = installation::find(settings)?;
    let workspaces = match &args.workspace {
        Some(name) => vec![app::workspaces::find(&app, Some(name))?],
        None => app::workspaces::list(&app)?,
    };
    let checked = check(&app, workspaces)?;
    let breaches: usize = checked.iter().map(|(_, breaches)| breaches.len()).sum();
    if args.json {
        let workspaces: Vec<Value> =
            checked.iter().map(|(workspace, found)| outcome(workspace, found)).collect();
        output::put_json(&json!({ "sound": breaches == 0, "rules": CHECKED, "workspaces": workspaces }))?;
    } else {
        for (workspace, found) in &checked {
            for Breach { law, says, id, other } in found {
                output::put(&format!("{}: law {law}: {says}: {id} {other}", workspace.name))?;
            }
        }
    }
    let looked =
        format!("{} in {}", output::count(CHECKED, "rule"), output::count(checked.len(), "workspace"));
    if breaches == 0 {
        output::tell(&format!("{looked} checked; the laws are kept."));
        return Ok(ExitCode::SUCCESS);
    }
    output::tell(&format!("{looked} checked; {} found.", output::count(breaches, "breach")));
    Ok(ExitCode::FAILURE)
}

fn check(app: &App, workspaces: Vec<Workspace>) -> anyhow::Result<Vec<(Workspace, Vec<Breach>)>> {
    let mut checked = Vec::new();
    for workspace in workspaces {
        let breaches = app::check::run(app, workspace.id)?;
        checked.push((workspace, breaches));
    }
    Ok(checked)
}

fn outcome(workspace: &Workspace, found: &[Breach]) -> Value {
    let breaches: Vec<Value> = found
        .iter()
        .map(|Breach { law, says, id, other }| {
            json!({ "law": law, "says": says, "ids": [id.to_string(), other.to_string()] })
        })
        .collect();
    json!({ "workspace": workspace.name, "breaches": breaches })
}

//! Brings in messages from a file.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use app::members;
use app::{App, Caller};
use domain::{Role, Roles, WorkspaceId};

use crate::config::Settings;
use crate::import::{self, Format, Report};
use crate::output::count;
use crate::{installation, output};

/// The member under whose name imported requests stand.
const IMPORTER: &str = "import";

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file: messages as POST /messages takes them, with `feature` or `features`, `quote`, `tags` and `told_at`
    file: PathBuf,
    /// How it is written; told by its name if not given
    #[arg(long, env = "GETBACK_IMPORT_FORMAT")]
    format: Option<Format>,
    /// Check everything and change nothing
    #[arg(long)]
    dry_run: bool,
    /// The workspace, if there is more than one
    #[arg(long, env = "GETBACK_WORKSPACE", value_name = "NAME")]
    workspace: Option<String>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(settings: &Settings, args: &Args) -> anyhow::Result<ExitCode> {
    let format = format(args)?;
    let app = installation::find(settings)?;
    let workspace = app::workspaces::find(&app, args.workspace.as_deref())?;
    let caller = importer(&app, workspace.id)?;
    let report = import::import(&app, &caller, &args.file, format, args.dry_run)?;
    if args.json {
        output::put_json(&report)?;
    }
    tell(&report, &args.file.display().to_string());
    Ok(if report.rejected.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn format(args: &Args) -> anyhow::Result<Format> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    match args.file.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => Ok(Format::Csv),
        Some("jsonl" | "ndjson") => Ok(Format::Jsonl),
        _ => {
            bail!("how is `{}` written? say it with `--format csv` or `--format jsonl`", args.file.display())
        }
    }
}

/// The member that imports, made at the first import.
fn importer(app: &App, workspace: WorkspaceId) -> anyhow::Result<Caller> {
    let system = Caller::system(workspace);
    let roles = Roles::from_iter([Role::Specialist, Role::Responder]);
    let name = IMPORTER.parse()?;
    let member = app.write(&system, |tx| members::integration(tx, &name, roles))?;
    Ok(Caller { workspace, member: Some(member), name: IMPORTER.to_owned(), roles, token: None })
}

fn tell(report: &Report, file: &str) {
    for rejected in &report.rejected {
        output::tell(&format!("{file}:{}: {}", rejected.line, rejected.detail));
    }
    let would = if report.dry_run { "Nothing was changed; an import would bring" } else { "Imported" };
    output::tell(&format!(
        "{would} {}: {} new, {} changed, {} known; {} and {} made; {} left out.",
        count(report.rows, "row"),
        report.created,
        report.updated,
        report.unchanged,
        count(report.features, "feature"),
        count(report.requests, "request"),
        count(report.rejected.len(), "row"),
    ));
    if report.told > 0 {
        output::tell(&format!("{} noted as told already.", count(report.told, "request")));
    }
    if report.requests_for_shipped > 0 {
        output::tell(&format!(
            "{} for features that have shipped: history never fills the queue by itself. Whoever is owed an answer is \
             held (`GET /api/v1/followups?state=held`) until somebody says go.",
            count(report.requests_for_shipped, "request"),
        ));
    }
}

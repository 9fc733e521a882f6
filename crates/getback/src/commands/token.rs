//! Tokens for the API.

use std::time::Duration;

use app::Caller;
use app::tokens::{self, NewToken, Owner};
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use domain::text::Name;
use domain::{Role, Roles};
use serde_json::json;

use crate::config::Settings;
use crate::{installation, output};

const DAY: Duration = Duration::from_hours(24);

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make a token and print it alone on stdout
    Create(Args),
}

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What the token is for
    #[arg(long, env = "GETBACK_TOKEN_NAME", value_name = "NAME")]
    name: Name,
    /// What its holder may do
    #[arg(long, env = "GETBACK_TOKEN_ROLE", value_name = "ROLE", value_parser = roles())]
    role: Role,
    /// The workspace, if there is more than one
    #[arg(long, env = "GETBACK_WORKSPACE", value_name = "NAME")]
    workspace: Option<String>,
    /// How many days it works
    #[arg(long, env = "GETBACK_TOKEN_DAYS", value_name = "N", default_value_t = 90)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,
    /// Print the token with its id as JSON
    #[arg(long)]
    json: bool,
}

fn roles() -> impl clap::builder::TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.iter().map(|role| role.as_str())).try_map(|word| word.parse::<Role>())
}

pub fn create(settings: &Settings, args: &Args) -> anyhow::Result<()> {
    let app = installation::find(settings)?;
    let workspace = app::workspaces::find(&app, args.workspace.as_deref())?;
    let owner = Owner::Integration(Roles::from_iter([args.role]));
    let new = NewToken { name: args.name.clone(), owner, life: DAY * args.days };
    let (made, secret) = app.write(&Caller::system(workspace.id), |tx| tokens::add(tx, new))?;
    if args.json {
        return output::put_json(&json!({
            "id": made.token.id.to_string(), "token": secret, "role": args.role.as_str(),
            "workspace": workspace.name, "days": args.days,
        }));
    }
    Ok(output::put(&secret)?)
}

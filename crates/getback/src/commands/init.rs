//! Makes a workspace and its admin.

use std::io::Read as _;

use anyhow::Context as _;
use app::members::{self, NewMember};
use app::passwords::Password;
use app::{App, Caller, Code};
use domain::text::{Email, Name};
use domain::{Role, Roles, WorkspaceId};
use serde_json::json;

use crate::config::Settings;
use crate::{installation, output};

/// The workspace of installations that need only one.
const WORKSPACE: &str = "Getback";
/// Who signs in first if nobody was named.
const FIRST_ADMIN: &str = "admin@localhost";
/// More than any password; what is piped in by mistake is not read to its end.
const LONGEST_LINE: u64 = 4096;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The address that the admin signs in with
    #[arg(long, env = "GETBACK_ADMIN_EMAIL", value_name = "EMAIL")]
    admin_email: Email,
    /// Read the password from stdin; without this one is made and printed on stdout
    #[arg(long)]
    password_stdin: bool,
    /// The workspace; another admin joins it if it is there already
    #[arg(long, env = "GETBACK_WORKSPACE", value_name = "NAME", default_value = WORKSPACE)]
    workspace: Name,
    /// Print the outcome as JSON
    #[arg(long)]
    json: bool,
}

/// A workspace that is ready, and the password that was made for its admin.
pub struct Founded {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Its name.
    pub name: Name,
    /// Its admin.
    pub admin: Email,
    /// What the admin signs in with, unless they chose it.
    pub password: Option<Password>,
}

pub fn run(settings: &Settings, args: &Args) -> anyhow::Result<()> {
    let chosen = if args.password_stdin { Some(read_password()?) } else { None };
    let app = installation::make(settings)?;
    let founded = found(&app, args.workspace.clone(), args.admin_email.clone(), chosen)?;
    let password = founded.password.as_ref().map(Password::reveal);
    output::tell(&format!(
        "The workspace `{}` is ready; {} is its admin.",
        founded.name.as_str(),
        founded.admin.as_str()
    ));
    if args.json {
        return output::put_json(&json!({
            "workspace": { "id": founded.workspace.to_string(), "name": founded.name.as_str() },
            "admin": founded.admin.as_str(),
            "password": password,
        }));
    }
    if let Some(password) = password {
        output::tell("The admin's password, shown only now:");
        output::put(password)?;
    }
    Ok(())
}

/// A workspace and an admin with a made password, when there is no workspace at all.
pub fn first(app: &App) -> anyhow::Result<Option<Founded>> {
    if !app::workspaces::list(app)?.is_empty() {
        return Ok(None);
    }
    let parsed = "a constant of ours is valid";
    let (name, admin) = (WORKSPACE.parse().context(parsed)?, FIRST_ADMIN.parse().context(parsed)?);
    match found(app, name, admin, None) {
        Ok(founded) => Ok(Some(founded)),
        // Another process that starts on the same database was faster.
        Err(e) if e.downcast_ref::<app::Error>().is_some_and(|e| e.code == Code::Duplicate) => Ok(None),
        Err(e) => Err(e),
    }
}

fn found(app: &App, name: Name, admin: Email, chosen: Option<Password>) -> anyhow::Result<Founded> {
    let made = if chosen.is_none() { Some(Password::random(app)) } else { None };
    let password = chosen.as_ref().or(made.as_ref()).context("a password was chosen or made")?;
    let member = NewMember {
        name: nickname(&admin)?,
        email: admin.clone(),
        password_hash: Some(password.hash(app)?),
        roles: Roles::from_iter([Role::Admin]),
    };
    let workspace = match app::workspaces::find(app, Some(name.as_str())) {
        Ok(there) => {
            app.write(&Caller::system(there.id), |tx| members::add(tx, member))?;
            there.id
        }
        Err(e) if e.code == Code::NotFound => app::workspaces::found(app, &name, member)?.0,
        Err(e) => return Err(e.into()),
    };
    Ok(Founded { workspace, name, admin, password: made })
}

/// What others see of somebody who gave only an address.
fn nickname(email: &Email) -> anyhow::Result<Name> {
    let local = email.as_str().split_once('@').map_or(email.as_str(), |(local, _)| local);
    let short: String = local.chars().take(100).collect();
    short.parse().context("an address has a part before the `@`")
}

fn read_password() -> anyhow::Result<Password> {
    let mut line = String::new();
    std::io::stdin().take(LONGEST_LINE).read_to_string(&mut line).context("cannot read the password")?;
    let password = line.lines().next().unwrap_or_default();
    password.parse().map_err(|e| anyhow::anyhow!("the password {e}"))
}

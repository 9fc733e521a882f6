//! Workspaces: one team's data each.

use domain::text::Name;
use domain::{MemberId, WorkspaceId};
use serde_json::json;
pub use store::members::Workspace;
use uuid::Uuid;

use crate::context::{App, Caller, Decision, Tx, View};
use crate::error::{Code, Error, Result};
use crate::members::{self, NewMember};

/// Makes a workspace. Its name is unique in the installation.
pub fn add(app: &App, name: &Name) -> Result<WorkspaceId> {
    let id: WorkspaceId = app.id();
    app.write(&Caller::system(id), |tx| insert(tx, name).map(|()| id))
}

/// Makes a workspace with its admin, both or neither.
pub fn found(app: &App, name: &Name, admin: NewMember) -> Result<(WorkspaceId, MemberId)> {
    let id: WorkspaceId = app.id();
    app.write(&Caller::system(id), |tx| {
        insert(tx, name)?;
        let admin = members::add(tx, admin)?;
        Ok((id, admin.member.id))
    })
}

/// The lock under which names of workspaces are given: a workspace that nobody has.
const NAMES: WorkspaceId = WorkspaceId(Uuid::nil());

fn insert(tx: &mut Tx<'_>, name: &Name) -> Result<()> {
    tx.conn.lock_exclusive(NAMES)?;
    if store::members::workspace_named(tx.conn, name.as_str())?.is_some() {
        return Err(Error::new(Code::Duplicate, format!("there is a workspace `{}` already", name.as_str())));
    }
    let workspace = Workspace { id: tx.workspace, name: name.as_str().to_owned(), created_at: tx.now };
    store::members::add_workspace(tx.conn, &workspace)?;
    tx.record(Decision {
        kind: "workspace.added",
        subject: tx.workspace.0.into(),
        data: json!({ "name": name.as_str() }),
    })?;
    Ok(())
}

/// The name of the workspace that is looked at.
pub fn name(view: &mut View<'_>) -> Result<String> {
    let name = store::members::workspace_name(view.conn, view.workspace)?;
    name.ok_or_else(|| Error::not_found("workspace"))
}

/// Every workspace, oldest first.
pub fn list(app: &App) -> Result<Vec<Workspace>> {
    app.db().read(|conn| Ok(store::members::workspaces(conn)?))
}

/// The workspace of a name, or the only one there is.
pub fn find(app: &App, name: Option<&str>) -> Result<Workspace> {
    let mut all = list(app)?;
    match name {
        Some(name) => all
            .into_iter()
            .find(|workspace| workspace.name == name)
            .ok_or_else(|| Error::new(Code::NotFound, format!("there is no workspace `{name}`"))),
        None if all.len() > 1 => {
            Err(Error::new(Code::Invalid, "there is more than one workspace; name one with `--workspace`"))
        }
        None => all.pop().ok_or_else(|| {
            Error::new(Code::NotFound, "there is no workspace yet; make one with `getback init`")
        }),
    }
}

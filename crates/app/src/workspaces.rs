//! Workspaces: one team's data each.

use domain::WorkspaceId;
use domain::text::Name;
use serde_json::json;
use store::members::Workspace;

use crate::context::{App, Caller, Decision};
use crate::error::{Code, Error, Result};

/// Makes a workspace. Its name is unique in the installation.
pub fn add(app: &App, name: &Name) -> Result<WorkspaceId> {
    let id: WorkspaceId = app.id();
    app.write(&Caller::system(id), |tx| {
        if store::members::workspace_named(tx.conn, name.as_str())?.is_some() {
            return Err(Error::new(
                Code::Duplicate,
                format!("there is a workspace `{}` already", name.as_str()),
            ));
        }
        store::members::add_workspace(
            tx.conn,
            &Workspace { id, name: name.as_str().to_owned(), created_at: tx.now },
        )?;
        tx.record(Decision {
            kind: "workspace.added",
            subject: id.0.into(),
            data: json!({ "name": name.as_str() }),
        })?;
        Ok(id)
    })
}

/// The workspace of a name, or the only one there is.
pub fn find(app: &App, name: Option<&str>) -> Result<Workspace> {
    let mut all = app.db().read(|conn| Ok::<_, Error>(store::members::workspaces(conn)?))?;
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

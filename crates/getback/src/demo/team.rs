//! The team behind Slate Notes, one member per role, and their tokens.

use app::members::{self, NewMember};
use app::tokens::{self, NewToken, Owner};
use app::{App, Caller, access};
use domain::{MemberId, Role, Roles, WorkspaceId};

/// Who signs in as admin, and with what.
pub const ADMIN: (&str, &str) = ("demo@example.org", "getback-demo");
const WORKSPACE: &str = "Slate Notes";
const OTHERS: [(Role, &str); 4] = [
    (Role::Viewer, "Vera"),
    (Role::Specialist, "Mina"),
    (Role::Responder, "Jonas"),
    (Role::ReleaseManager, "Priya"),
];

/// A workspace with a member of each role.
pub struct Team {
    pub workspace: WorkspaceId,
    members: Vec<(Role, MemberId)>,
}

/// Makes the workspace and everybody in it.
pub fn hire(app: &App) -> anyhow::Result<Team> {
    let (email, password) = ADMIN;
    let password: app::passwords::Password = password.parse()?;
    let admin = NewMember {
        name: "Demo".parse()?,
        email: email.parse()?,
        password_hash: Some(password.hash(app)?),
        roles: Roles::from_iter([Role::Admin]),
    };
    let (workspace, admin) = app::workspaces::found(app, &WORKSPACE.parse()?, admin)?;
    let mut members = vec![(Role::Admin, admin)];
    for (role, name) in OTHERS {
        let new = NewMember {
            name: name.parse()?,
            email: format!("{}@example.org", name.to_lowercase()).parse()?,
            password_hash: None,
            roles: Roles::from_iter([role]),
        };
        let made = app.write(&Caller::system(workspace), |tx| members::add(tx, new))?;
        members.push((role, made.member.id));
    }
    Ok(Team { workspace, members })
}

impl Team {
    /// Somebody who acts in a role.
    pub fn caller(&self, role: Role) -> Caller {
        let member = self.members.iter().find(|(has, _)| *has == role).map(|(_, member)| *member);
        Caller {
            workspace: self.workspace,
            member,
            name: role.as_str().to_owned(),
            roles: Roles::from_iter([role]),
            token: None,
        }
    }

    /// A new token for each role.
    pub fn tokens(&self, app: &App) -> anyhow::Result<Vec<(Role, String)>> {
        let mut made = Vec::new();
        for (role, member) in &self.members {
            let owner = Owner::Member(*member);
            let new = NewToken { name: "demo".parse()?, owner, life: access::TOKEN_LIFE };
            let (_, secret) = app.write(&Caller::system(self.workspace), |tx| tokens::add(tx, new))?;
            made.push((*role, secret));
        }
        Ok(made)
    }
}

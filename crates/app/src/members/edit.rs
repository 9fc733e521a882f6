//! Changes what a member is called and may do.

use domain::text::Name;
use domain::{MemberId, Role, Roles};
use serde_json::{Value, json};

use super::{MemberView, check_gift};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// What changes about a member; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// What others see.
    pub name: Option<Name>,
    /// What they may do.
    pub roles: Option<Roles>,
    /// Whether they are shut out: their tokens stop working at once.
    pub disabled: Option<bool>,
}

/// Changes a member. The last admin stays one: a workspace that nobody can administer is lost.
pub fn edit(tx: &mut Tx<'_>, id: MemberId, changes: Changes) -> Result<MemberView> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let mut member =
        store::members::find(tx.conn, tx.workspace, id)?.ok_or_else(|| Error::not_found("member"))?;
    let mut roles = store::members::roles_of(tx.conn, tx.workspace, id)?;
    let before = facts(&MemberView { member: member.clone(), roles });
    if let Some(name) = changes.name {
        member.name = name.into_string();
    }
    match changes.disabled {
        Some(true) => member.disabled_at = member.disabled_at.or(Some(tx.now)),
        Some(false) => member.disabled_at = None,
        None => {}
    }
    store::members::update(tx.conn, &member)?;
    if let Some(given) = changes.roles.filter(|given| *given != roles) {
        check_gift(tx.caller, given)?;
        store::members::set_roles(tx.conn, tx.workspace, id, given)?;
        roles = given;
    }
    if store::members::count_admins(tx.conn, tx.workspace)? == 0 {
        return Err(Error::new(
            Code::WrongState,
            "this is the last admin; make somebody else an admin first",
        ));
    }
    let view = MemberView { member, roles };
    let after = facts(&view);
    if after != before {
        let data = json!({ "before": before, "after": after });
        tx.record(Decision { kind: "member.edited", subject: id.0.into(), data })?;
    }
    Ok(view)
}

fn facts(view: &MemberView) -> Value {
    let roles: Vec<&str> = view.roles.iter().map(Role::as_str).collect();
    json!({ "name": view.member.name, "roles": roles, "disabled": view.member.disabled_at.is_some() })
}

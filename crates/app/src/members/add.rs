//! Adds a member.

use domain::Roles;
use domain::text::{Email, Name};

use super::{Member, MemberView, check_gift};
use crate::access;
use crate::context::Tx;
use crate::error::{Code, Error, Result};

/// A member to add.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// What others see.
    pub name: Name,
    /// The address to sign in with.
    pub email: Email,
    /// What is kept of their password ([`crate::passwords::Password::hash`]), if they have one already.
    pub password_hash: Option<String>,
    /// What they may do.
    pub roles: Roles,
}

/// Adds a member. The address is unique in the workspace.
pub fn add(tx: &mut Tx<'_>, new: NewMember) -> Result<MemberView> {
    check_gift(tx.caller, new.roles)?;
    tx.conn.lock_exclusive(tx.workspace)?;
    if store::members::by_email(tx.conn, tx.workspace, new.email.as_str())?.is_some() {
        let detail = format!("`{}` is a member of the workspace already", new.email.as_str());
        return Err(Error::new(Code::Duplicate, detail));
    }
    let member = Member {
        workspace_id: tx.workspace,
        id: tx.id(),
        email: Some(new.email.as_str().to_owned()),
        name: new.name.into_string(),
        password_hash: new.password_hash,
        created_at: tx.now,
        disabled_at: None,
    };
    access::insert(tx, member.clone(), new.roles)?;
    Ok(MemberView { member, roles: new.roles })
}

//! Members: who works here, and what they may do.

mod add;
mod edit;
mod integration;
mod list;

pub use add::{NewMember, add};
pub use edit::{Changes, edit};
pub use integration::integration;
pub use list::list;
pub use store::members::Member;

use domain::Roles;

use crate::context::{Caller, View};
use crate::error::{Code, Error, Result};

/// A member with its roles.
#[derive(Clone, Debug)]
pub struct MemberView {
    /// The member.
    pub member: Member,
    /// What they may do.
    pub roles: Roles,
}

/// Adds to members their roles, in one query.
fn with_roles(view: &mut View<'_>, members: Vec<Member>) -> Result<Vec<MemberView>> {
    let ids: Vec<_> = members.iter().map(|member| member.id).collect();
    let roles = store::members::roles_of_each(view.conn, view.workspace, &ids)?;
    let with =
        |member: Member| MemberView { roles: roles.get(&member.id).copied().unwrap_or_default(), member };
    Ok(members.into_iter().map(with).collect())
}

/// Nobody gives roles that they do not have; the system acts for whoever has the machine.
pub(crate) fn check_gift(giver: &Caller, roles: Roles) -> Result<()> {
    if roles.is_empty() {
        return Err(Error::field("/roles", "must name at least one role"));
    }
    if giver.member.is_none() || giver.roles.may_give(roles) {
        return Ok(());
    }
    Err(Error::new(Code::Forbidden, "you cannot give roles that you do not have; ask an admin"))
}

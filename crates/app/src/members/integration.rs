//! The member under whose name a program of ours works.

use domain::text::Name;
use domain::{MemberId, Roles};

use crate::access;
use crate::context::Tx;
use crate::error::Result;

/// The integration of a name, made if there is none.
pub fn integration(tx: &mut Tx<'_>, name: &Name, roles: Roles) -> Result<MemberId> {
    tx.conn.lock_exclusive(tx.workspace)?;
    let members = store::members::list(tx.conn, tx.workspace)?;
    let there = members.iter().find(|member| {
        member.email.is_none() && member.name == name.as_str() && member.disabled_at.is_none()
    });
    match there {
        Some(member) => Ok(member.id),
        None => access::add_integration(tx, name, roles),
    }
}

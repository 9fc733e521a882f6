//! Makes a token.

use std::time::Duration;

use domain::text::Name;
use domain::{MemberId, Roles};

use super::TokenView;
use crate::access;
use crate::context::Tx;
use crate::error::{Error, Result};
use crate::members::{MemberView, check_gift};

/// A token to make.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is for.
    pub name: Name,
    /// Whose it is.
    pub owner: Owner,
    /// How long it lasts.
    pub life: Duration,
}

/// Whose a token is.
#[derive(Clone, Copy, Debug)]
pub enum Owner {
    /// A member's: it may do what they may do.
    Member(MemberId),
    /// Its own: an integration with these roles.
    Integration(Roles),
}

/// Makes a token; the answer beside it is its secret, which is known only now.
pub fn add(tx: &mut Tx<'_>, new: NewToken) -> Result<(TokenView, String)> {
    let member = match new.owner {
        Owner::Member(member) => member,
        Owner::Integration(roles) => {
            check_gift(tx.caller, roles)?;
            access::add_integration(tx, &new.name, roles)?
        }
    };
    let found = store::members::find(tx.conn, tx.workspace, member)?;
    let member = found.ok_or_else(|| Error::field("/member_id", "there is no such member"))?;
    if member.disabled_at.is_some() {
        return Err(Error::field("/member_id", "is shut out; let them in again first"));
    }
    let roles = store::members::roles_of(tx.conn, tx.workspace, member.id)?;
    check_gift(tx.caller, roles)?;
    let made = access::add_token(tx, member.id, &new.name, new.life)?;
    let (token, member) = store::members::token_by_id(tx.conn, tx.workspace, made.id)?
        .ok_or_else(|| Error::internal("the token was just made"))?;
    Ok((TokenView { token, owner: MemberView { member, roles } }, made.secret))
}

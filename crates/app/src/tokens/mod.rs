//! Tokens: how programs call.

mod add;
mod list;
mod revoke;

pub use add::{NewToken, Owner, add};
pub use list::list;
pub use revoke::revoke;
pub use store::members::Token;

use crate::members::MemberView;

/// A token with whose it is.
#[derive(Clone, Debug)]
pub struct TokenView {
    /// The token.
    pub token: Token,
    /// Whose it is; their roles are the token's.
    pub owner: MemberView,
}

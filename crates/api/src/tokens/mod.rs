//! `/tokens`: how programs call.

pub mod add;
pub mod list;
pub mod revoke;

use app::tokens::TokenView;
use serde::Serialize;
use utoipa::ToSchema;

use crate::members::words;

/// A token, without its secret.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TokenOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What it is for.
    name: String,
    /// Whose it is.
    #[schema(value_type = uuid::Uuid)]
    member_id: String,
    /// What the owner is called.
    member_name: String,
    /// What it may do: what its owner may.
    roles: Vec<&'static str>,
    /// When it was made.
    created_at: String,
    /// When it stops working.
    expires_at: String,
    /// When it was last used, to the hour.
    #[schema(required)]
    last_used_at: Option<String>,
    /// When it was revoked.
    #[schema(required)]
    revoked_at: Option<String>,
}

impl From<TokenView> for TokenOut {
    fn from(view: TokenView) -> Self {
        let TokenView { token, owner } = view;
        TokenOut {
            id: token.id.to_string(),
            name: token.name,
            member_id: owner.member.id.to_string(),
            member_name: owner.member.name,
            roles: words(owner.roles),
            created_at: token.created_at.to_string(),
            expires_at: token.expires_at.to_string(),
            last_used_at: token.last_used_at.map(|at| at.to_string()),
            revoked_at: token.revoked_at.map(|at| at.to_string()),
        }
    }
}

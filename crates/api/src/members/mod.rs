//! `/members` and `/me`: who works here, and what they may do.

pub mod add;
pub mod edit;
pub mod list;
pub mod me;

use app::fields::Fields;
use app::members::MemberView;
use domain::{Role, Roles};
use serde::Serialize;
use utoipa::ToSchema;

/// A member.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What others see.
    name: String,
    /// The address to sign in with; `null` for an integration.
    #[schema(required)]
    email: Option<String>,
    /// What they may do: `viewer`, `specialist`, `responder`, `release_manager`, `admin`.
    roles: Vec<&'static str>,
    /// Whether they are shut out.
    disabled: bool,
    /// When they joined.
    created_at: String,
}

impl From<MemberView> for MemberOut {
    fn from(view: MemberView) -> Self {
        MemberOut {
            id: view.member.id.to_string(),
            name: view.member.name,
            email: view.member.email,
            roles: words(view.roles),
            disabled: view.member.disabled_at.is_some(),
            created_at: view.member.created_at.to_string(),
        }
    }
}

/// Roles as the API shows them.
pub(crate) fn words(roles: Roles) -> Vec<&'static str> {
    roles.iter().map(Role::as_str).collect()
}

/// Roles as a body names them.
pub(crate) fn parse_roles(fields: &mut Fields, words: &[String]) -> Option<Roles> {
    let parsed: Vec<Option<Role>> = words
        .iter()
        .enumerate()
        .map(|(index, word)| fields.parse(&format!("/roles/{index}"), word))
        .collect();
    parsed.into_iter().collect::<Option<Vec<Role>>>().map(Roles::from_iter)
}

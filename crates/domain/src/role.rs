//! What a member may do.

use crate::sql::words;

words! {
    /// A role of a member. One member can hold several.
    Role {
        /// Reads only.
        Viewer = "viewer",
        /// Reads, links and tags messages.
        Specialist = "specialist",
        /// Works the reply queue.
        Responder = "responder",
        /// Merges features, builds and ships releases.
        ReleaseManager = "release_manager",
        /// Everything, and members, accounts and tokens.
        Admin = "admin",
    }
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    fn bit(role: Role) -> u8 {
        match role {
            Role::Viewer => 1,
            Role::Specialist => 2,
            Role::Responder => 4,
            Role::ReleaseManager => 8,
            Role::Admin => 16,
        }
    }

    /// Whether the set holds `role` itself.
    pub fn contains(self, role: Role) -> bool {
        self.0 & Self::bit(role) != 0
    }

    /// Whether a holder may do what any of `allowed` may do. An admin may do everything.
    pub fn may(self, allowed: &[Role]) -> bool {
        self.contains(Role::Admin) || allowed.iter().any(|role| self.contains(*role))
    }

    /// Whether a holder may give all of `roles` to somebody: nobody gives what they do not have.
    pub fn may_give(self, roles: Roles) -> bool {
        self.contains(Role::Admin) || roles.0 & !self.0 == 0
    }

    /// Whether there is no role in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles of the set, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.contains(*role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Roles(roles.into_iter().fold(0, |set, role| set | Self::bit(role)))
    }
}

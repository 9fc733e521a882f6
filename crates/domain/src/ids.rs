//! Ids are newtypes over UUIDs (version 7, RFC 9562), so that a feature's id cannot be passed for a person's.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = crate::sql::Id)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(s).map($name)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                $name(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        crate::sql::id_to_sql!($name);
    )+};
}

id! {
    /// One team's data; leads every key.
    WorkspaceId,
    /// A signed-in user, or an integration that holds tokens.
    MemberId,
    /// An API token.
    TokenId,
    /// Our own account on a network.
    AccountId,
    /// A human with one or more identities.
    PersonId,
    /// Somebody on a network.
    IdentityId,
    /// One social post.
    MessageId,
    /// A thing people ask for.
    FeatureId,
    /// One person asks for one feature in one message.
    RequestId,
    /// A label in one of the two catalogues.
    TagId,
    /// A version, a launch or a round-up.
    ReleaseId,
    /// What we owe one person.
    FollowUpId,
    /// "Never again", said by a person.
    OptOutId,
    /// One text of ours on its way to a message.
    ReplyId,
    /// One recorded decision.
    EventId,
    /// The row that a decision is about; its kind stands beside it.
    SubjectId,
}

//! The words and laws of Getback: ids, value types, states, and the planning of follow-ups. Pure: no IO, no clock, no
//! serialisation; diesel appears in [`sql`] alone.

pub mod draft;
pub mod ids;
pub mod planning;
pub mod reply;
pub mod role;
pub mod sql;
pub mod state;
pub mod text;
pub mod time;

pub use ids::{
    AccountId, EventId, FeatureId, FollowUpId, IdentityId, MemberId, MessageId, OptOutId, PersonId,
    ReleaseId, ReplyId, RequestId, SubjectId, TagId, TokenId, WorkspaceId,
};
pub use role::{Role, Roles};
pub use text::Invalid;
pub use time::Timestamp;

//! `/requests`: who asks for which feature, in which message.

pub mod edit;
pub mod get;
pub mod link;
pub mod list;
pub mod restore;
pub mod withdraw;

use app::requests::RequestView;
use domain::{MemberId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// A request. Message, feature and person are those of the time of linking, whatever was merged since.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// The message.
    #[schema(value_type = uuid::Uuid)]
    message_id: String,
    /// The feature.
    #[schema(value_type = uuid::Uuid)]
    feature_id: String,
    /// The feature that it counts for, after merges.
    #[schema(value_type = uuid::Uuid)]
    effective_feature_id: String,
    /// The person.
    #[schema(value_type = uuid::Uuid)]
    person_id: String,
    /// Who the person is, after merges.
    #[schema(value_type = uuid::Uuid)]
    effective_person_id: String,
    /// `asks`, `mentions` or `against`. Only those who ask count and are told.
    kind: &'static str,
    /// The words that ask.
    quote: String,
    /// A remark of ours.
    note: String,
    /// When the person asked: when the message was posted.
    asked_at: String,
    /// When it was withdrawn.
    #[schema(required)]
    withdrawn_at: Option<String>,
    /// Whether it came with an import; its follow-up waits until a person says go.
    history: bool,
    /// Who linked it.
    #[schema(required, value_type = Option<uuid::Uuid>)]
    created_by: Option<String>,
    /// When it was linked.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
    /// Goes up with each change; send it as `If-Match`.
    version: i64,
}

impl From<RequestView> for RequestOut {
    fn from(view: RequestView) -> Self {
        let RequestView { request, effective_feature, effective_person } = view;
        RequestOut {
            id: request.id.to_string(),
            message_id: request.message_id.to_string(),
            feature_id: request.feature_id.to_string(),
            effective_feature_id: effective_feature.to_string(),
            person_id: request.person_id.to_string(),
            effective_person_id: effective_person.to_string(),
            kind: request.kind.as_str(),
            quote: request.quote,
            note: request.note,
            asked_at: request.asked_at.to_string(),
            withdrawn_at: request.withdrawn_at.as_ref().map(Timestamp::to_string),
            history: request.history,
            created_by: request.created_by.as_ref().map(MemberId::to_string),
            created_at: request.created_at.to_string(),
            updated_at: request.updated_at.to_string(),
            version: request.version,
        }
    }
}

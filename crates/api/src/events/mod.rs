//! `/events` and `/stream`: the change feed.

pub mod list;
pub mod stream;

use app::events::{EventView, FeedPage, FeedQuery};
use app::fields::Fields;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

/// One recorded decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventOut {
    /// Its id; `POST /undo/{id}` takes it.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What happened, as `noun.verb`.
    #[schema(example = "person.merged")]
    kind: String,
    /// Who decided; `null` for what the system does by itself.
    #[schema(required)]
    actor: Option<ActorOut>,
    /// The row that it is about.
    subject: SubjectOut,
    /// When.
    at: String,
    /// What undo and the audit need; its fields depend on the kind.
    #[schema(value_type = Object)]
    data: Box<RawValue>,
    /// The decision that it undoes.
    #[schema(required, value_type = Option<uuid::Uuid>)]
    undoes: Option<String>,
    /// The decision that undid it.
    #[schema(required, value_type = Option<uuid::Uuid>)]
    undone_by: Option<String>,
}

/// The member who decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    member_id: String,
    /// Its name.
    name: String,
}

/// The row that a decision is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubjectOut {
    /// `message`, `feature`, `person`, ...
    kind: String,
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
}

/// A part of the feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedOut {
    /// Decisions, oldest first.
    items: Vec<EventOut>,
    /// Where to go on, with `after`; there is always one, because there will be more decisions.
    next_cursor: String,
}

/// What of the feed is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeedIn {
    /// `next_cursor` of the part before; `now` is the end of the feed; absent, its beginning.
    after: Option<String>,
    /// How many decisions at the most, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<i64>,
    /// Decisions of this kind alone.
    #[param(example = "person.merged")]
    kind: Option<String>,
    /// Decisions about the row of this id alone.
    #[param(value_type = Option<uuid::Uuid>)]
    subject: Option<String>,
}

impl FeedIn {
    fn check(self) -> app::Result<FeedQuery> {
        let mut fields = Fields::new();
        let subject = fields.parse_optional("?subject", self.subject.as_deref());
        if self.kind.as_ref().is_some_and(|kind| kind.len() > 64 || !kind.contains('.')) {
            fields.wrong("?kind", "must be a kind of decision, for example `person.merged`");
        }
        let query = subject.map(|subject| FeedQuery {
            after: self.after,
            limit: self.limit,
            kind: self.kind,
            subject,
        });
        fields.finish(query)
    }
}

impl TryFrom<EventView> for EventOut {
    type Error = app::Error;

    fn try_from(view: EventView) -> app::Result<Self> {
        let EventView { event, actor, .. } = view;
        let actor = event.actor_id.zip(actor).map(|(id, name)| ActorOut { member_id: id.to_string(), name });
        Ok(EventOut {
            id: event.id.to_string(),
            kind: event.kind,
            actor,
            subject: SubjectOut { kind: event.subject_kind, id: event.subject_id.to_string() },
            at: event.at.to_string(),
            data: RawValue::from_string(event.data.0).map_err(app::Error::internal)?,
            undoes: event.undoes.map(|id| id.to_string()),
            undone_by: event.undone_by.map(|id| id.to_string()),
        })
    }
}

impl TryFrom<FeedPage> for FeedOut {
    type Error = app::Error;

    fn try_from(page: FeedPage) -> app::Result<Self> {
        let items = page.items.into_iter().map(EventOut::try_from).collect::<app::Result<_>>()?;
        Ok(FeedOut { items, next_cursor: page.next_cursor })
    }
}

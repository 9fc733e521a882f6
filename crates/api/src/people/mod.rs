//! `/people`: those who write to us, and what happened between us.

pub mod get;
pub mod list;
pub mod merge;
pub mod opt_out;
pub mod rename;
mod timeline;
pub mod unmerge;

use app::people::{IdentityView, Person, PersonSummary, PersonView};
use serde::Serialize;
use utoipa::ToSchema;

pub use timeline::EntryOut;

/// A person of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonSummaryOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What they call themself.
    name: String,
    /// Who they are on networks, with the people merged into them.
    identities: Vec<IdentityOut>,
    /// Whether they asked to stop.
    opted_out: bool,
    /// When they were first seen.
    created_at: String,
    /// Goes up with each change; send it as `If-Match`.
    version: i64,
}

/// A person, with everybody merged into them.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonOut {
    /// The id of the effective person: of whoever the merges lead to.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What they call themself.
    name: String,
    /// What the person who was asked for was merged into; `null` if they are not merged.
    #[schema(required, value_type = Option<uuid::Uuid>)]
    merged_into: Option<String>,
    /// The people merged into them.
    merged: Vec<MergedOut>,
    /// Who they are on networks.
    identities: Vec<IdentityOut>,
    /// Whether they asked to stop.
    opted_out: bool,
    /// When and how they did.
    #[schema(required)]
    opt_out: Option<OptOutOut>,
    /// When they were first seen.
    created_at: String,
    /// When they were last changed.
    updated_at: String,
    /// Goes up with each change; send it as `If-Match`.
    version: i64,
    /// What happened between us, newest first.
    timeline: Vec<EntryOut>,
    /// Where the timeline goes on, as `cursor`; `null` at its beginning.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// Somebody on a network.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// The person it belongs to, before merges.
    #[schema(value_type = uuid::Uuid)]
    person_id: String,
    /// The network.
    network: String,
    /// The stable id that the network gave.
    external_id: String,
    /// The handle now.
    handle: String,
    /// The name now.
    name: String,
    /// The handles before, the latest first.
    former_handles: Vec<String>,
    /// When the account was found to be gone.
    #[schema(required)]
    gone_at: Option<String>,
}

/// Somebody who was merged into a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergedOut {
    /// Its id; `POST /people/{id}/unmerge` takes it.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// What they call themself.
    name: String,
    /// Into whom, directly.
    #[schema(required, value_type = Option<uuid::Uuid>)]
    merged_into: Option<String>,
}

/// "Never again."
#[derive(Debug, Serialize, ToSchema)]
pub struct OptOutOut {
    /// In which words, or how we know.
    reason: String,
    /// When it was recorded.
    at: String,
}

impl From<IdentityView> for IdentityOut {
    fn from(view: IdentityView) -> Self {
        let IdentityView { identity, former_handles } = view;
        IdentityOut {
            id: identity.id.to_string(),
            person_id: identity.person_id.to_string(),
            network: identity.network,
            external_id: identity.external_id,
            handle: identity.handle,
            name: identity.name,
            former_handles,
            gone_at: identity.gone_at.map(|at| at.to_string()),
        }
    }
}

impl From<PersonSummary> for PersonSummaryOut {
    fn from(summary: PersonSummary) -> Self {
        let PersonSummary { person, identities, opt_out } = summary;
        PersonSummaryOut {
            id: person.id.to_string(),
            name: person.name,
            identities: identities.into_iter().map(IdentityOut::from).collect(),
            opted_out: opt_out.is_some(),
            created_at: person.created_at.to_string(),
            version: person.version,
        }
    }
}

impl From<Person> for MergedOut {
    fn from(person: Person) -> Self {
        MergedOut {
            id: person.id.to_string(),
            name: person.name,
            merged_into: person.merged_into.map(|id| id.to_string()),
        }
    }
}

impl From<PersonView> for PersonOut {
    fn from(view: PersonView) -> Self {
        let PersonSummary { person, identities, opt_out } = view.summary;
        PersonOut {
            id: person.id.to_string(),
            name: person.name,
            merged_into: view.merged_into.map(|id| id.to_string()),
            merged: view.merged.into_iter().map(MergedOut::from).collect(),
            identities: identities.into_iter().map(IdentityOut::from).collect(),
            opted_out: opt_out.is_some(),
            opt_out: opt_out.map(|row| OptOutOut { reason: row.reason, at: row.created_at.to_string() }),
            created_at: person.created_at.to_string(),
            updated_at: person.updated_at.to_string(),
            version: person.version,
            timeline: view.timeline.items.into_iter().map(EntryOut::from).collect(),
            next_cursor: view.timeline.next_cursor,
        }
    }
}

//! Everything of a workspace, a page at a time in the order of keys, for exports. Each page is a look of its own, so an
//! export of any size holds up nobody.

use std::collections::HashMap;

use domain::state::RequestKind;
use domain::{FeatureId, FollowUpId, MessageId, OptOutId, PersonId, ReleaseId, RequestId, TagId};
use store::events::Feed;
pub use store::events::{Event, Place};
pub use store::export::PersonFeature;
use store::export::{self, PAGE};
pub use store::follow_ups::{FollowUp, Item, Told};
pub use store::identities::Identity;
pub use store::messages::Message;
pub use store::people::{IdentityRow, OptOut, Person};
pub use store::releases::Release;
pub use store::requests::Request;
pub use store::tags::Tag;

use crate::context::View;
use crate::error::Result;
use crate::features::{FeatureView, with_tags};

/// A message with what an import of it needs.
#[derive(Clone, Debug)]
pub struct MessageLine {
    /// The message.
    pub message: Message,
    /// Who wrote it.
    pub author: Identity,
    /// The names of its tags.
    pub tags: Vec<String>,
    /// The titles of the features that it asks for.
    pub features: Vec<String>,
}

/// A person with their identities.
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// The person.
    pub person: Person,
    /// Their identities, before merges.
    pub identities: Vec<IdentityRow>,
}

/// A release with its features.
#[derive(Clone, Debug)]
pub struct ReleaseLine {
    /// The release.
    pub release: Release,
    /// Its features.
    pub features: Vec<FeatureId>,
}

/// Messages behind `after`.
pub fn messages(view: &mut View<'_>, after: Option<MessageId>) -> Result<Vec<MessageLine>> {
    let rows = export::messages(view.conn, view.workspace, after)?;
    let ids: Vec<MessageId> = rows.iter().map(|(message, _)| message.id).collect();
    let mut tags = store::messages::tags_of(view.conn, view.workspace, &ids)?;
    let mut requests = store::messages::requests_of(view.conn, view.workspace, &ids)?;
    let line = |(message, author): (Message, Identity)| {
        let asked = requests.remove(&message.id).unwrap_or_default().into_iter();
        let asked =
            asked.filter(|(request, _)| request.kind == RequestKind::Asks && request.withdrawn_at.is_none());
        // Requests that were made together have no order of their own.
        let mut features: Vec<String> = asked.map(|(_, title)| title).collect();
        features.sort_unstable();
        MessageLine { tags: tags.remove(&message.id).unwrap_or_default(), features, message, author }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// People behind `after`.
pub fn people(view: &mut View<'_>, after: Option<PersonId>) -> Result<Vec<PersonLine>> {
    let people = export::people(view.conn, view.workspace, after)?;
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let mut identities: HashMap<PersonId, Vec<IdentityRow>> = HashMap::new();
    for identity in store::people::identities_of(view.conn, view.workspace, &ids)? {
        identities.entry(identity.person_id).or_default().push(identity);
    }
    let line =
        |person: Person| PersonLine { identities: identities.remove(&person.id).unwrap_or_default(), person };
    Ok(people.into_iter().map(line).collect())
}

/// Opt-outs behind `after`.
pub fn opt_outs(view: &mut View<'_>, after: Option<OptOutId>) -> Result<Vec<OptOut>> {
    Ok(export::opt_outs(view.conn, view.workspace, after)?)
}

/// Features behind `after`.
pub fn features(view: &mut View<'_>, after: Option<FeatureId>) -> Result<Vec<FeatureView>> {
    let features = export::features(view.conn, view.workspace, after)?;
    with_tags(view, features)
}

/// Requests behind `after`.
pub fn requests(view: &mut View<'_>, after: Option<RequestId>) -> Result<Vec<Request>> {
    Ok(export::requests(view.conn, view.workspace, after)?)
}

/// Releases behind `after`.
pub fn releases(view: &mut View<'_>, after: Option<ReleaseId>) -> Result<Vec<ReleaseLine>> {
    let releases = export::releases(view.conn, view.workspace, after)?;
    let ids: Vec<ReleaseId> = releases.iter().map(|release| release.id).collect();
    let mut features: HashMap<ReleaseId, Vec<FeatureId>> = HashMap::new();
    for (release, feature, ..) in store::releases::features_of(view.conn, view.workspace, &ids)? {
        features.entry(release).or_default().push(feature);
    }
    let line = |release: Release| ReleaseLine {
        features: features.remove(&release.id).unwrap_or_default(),
        release,
    };
    Ok(releases.into_iter().map(line).collect())
}

/// Follow-ups behind `after`.
pub fn follow_ups(view: &mut View<'_>, after: Option<FollowUpId>) -> Result<Vec<FollowUp>> {
    Ok(export::follow_ups(view.conn, view.workspace, after)?)
}

/// Items of follow-ups behind `after`.
pub fn items(view: &mut View<'_>, after: Option<PersonFeature>) -> Result<Vec<Item>> {
    Ok(export::items(view.conn, view.workspace, after)?)
}

/// Lines of the ledger behind `after`.
pub fn told(view: &mut View<'_>, after: Option<PersonFeature>) -> Result<Vec<Told>> {
    Ok(export::told(view.conn, view.workspace, after)?)
}

/// Tags behind `after`.
pub fn tags(view: &mut View<'_>, after: Option<TagId>) -> Result<Vec<Tag>> {
    Ok(export::tags(view.conn, view.workspace, after)?)
}

/// Decisions behind `after`.
pub fn events(view: &mut View<'_>, after: Option<Place>) -> Result<Vec<Event>> {
    let feed = Feed { after: after.unwrap_or_default(), ..Feed::default() };
    Ok(store::events::feed(view.conn, view.workspace, &feed, PAGE)?)
}

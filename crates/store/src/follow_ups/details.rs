//! What a follow-up is shown with, in one query per kind of row however many follow-ups there are.

use diesel::prelude::*;
use domain::state::{Answer, ItemState, Reason};
use domain::{
    FeatureId, FollowUpId, IdentityId, MessageId, PersonId, ReleaseId, RequestId, Timestamp, WorkspaceId,
};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::{features, follow_up_items as items, identities, messages, people, releases, requests};

diesel::alias!(features as effective_features: EffectiveFeatures);

/// An item with the words of its feature, release, request and message.
#[derive(Clone, Debug, Queryable)]
pub struct ItemDetail {
    /// The follow-up.
    pub follow_up_id: Option<FollowUpId>,
    /// The feature that is shown: the effective one.
    pub feature_id: FeatureId,
    /// Its title.
    pub feature_title: String,
    /// The request that is answered.
    pub request_id: RequestId,
    /// The words that ask.
    pub quote: String,
    /// The release.
    pub release_id: ReleaseId,
    /// Its name.
    pub release_name: String,
    /// Where it is announced.
    pub release_url: Option<String>,
    /// The message.
    pub message_id: MessageId,
    /// Where it stands.
    pub message_url: Option<String>,
    /// What it says.
    pub message_text: String,
    /// When the person first asked.
    pub asked_at: Timestamp,
    /// When the item became part of the follow-up.
    pub joined_at: Timestamp,
    /// Where the item stands.
    pub state: ItemState,
    /// Why, if it is held, skipped or withdrawn.
    pub reason: Option<Reason>,
    /// What the responder said of it.
    pub answer: Option<Answer>,
}

/// The items of some follow-ups with their words, those who asked first leading.
pub fn item_details(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[FollowUpId],
) -> StoreResult<Vec<ItemDetail>> {
    let effective = effective_features;
    items::table
        .inner_join(
            features::table
                .on(features::workspace_id.eq(items::workspace_id).and(features::id.eq(items::feature_id))),
        )
        .inner_join(
            effective.on(effective
                .field(features::workspace_id)
                .eq(items::workspace_id)
                .and(effective.field(features::id).eq(features::effective_id))),
        )
        .inner_join(
            requests::table
                .on(requests::workspace_id.eq(items::workspace_id).and(requests::id.eq(items::request_id))),
        )
        .inner_join(
            releases::table
                .on(releases::workspace_id.eq(items::workspace_id).and(releases::id.eq(items::release_id))),
        )
        .inner_join(
            messages::table.on(messages::workspace_id
                .eq(requests::workspace_id)
                .and(messages::id.eq(requests::message_id))),
        )
        .filter(items::workspace_id.eq(workspace))
        .filter(items::follow_up_id.eq_any(ids))
        .order((items::asked_at.asc(), items::feature_id.asc()))
        .select((
            items::follow_up_id,
            effective.field(features::id),
            effective.field(features::title),
            requests::id,
            requests::quote,
            releases::id,
            releases::name,
            releases::url,
            messages::id,
            messages::url,
            messages::text,
            items::asked_at,
            items::joined_at,
            items::state,
            items::reason,
            items::answer,
        ))
        .all(conn)
}

/// An identity of a person.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = identities)]
pub struct IdentityDetail {
    /// Its id.
    pub id: IdentityId,
    /// The person that it was first taken for.
    pub person_id: PersonId,
    /// The network.
    pub network: String,
    /// The handle now.
    pub handle: String,
    /// The name now.
    pub name: String,
}

/// A person with all identities, through merges.
#[derive(Clone, Debug)]
pub struct PersonDetail {
    /// The effective person.
    pub id: PersonId,
    /// What they are called.
    pub name: String,
    /// Their identities.
    pub identities: Vec<IdentityDetail>,
}

/// Some effective people with their identities.
pub fn person_details(
    conn: &mut Conn,
    workspace: WorkspaceId,
    ids: &[PersonId],
) -> StoreResult<Vec<PersonDetail>> {
    let names: Vec<(PersonId, String)> = people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.eq_any(ids))
        .select((people::id, people::name))
        .all(conn)?;
    let mut groups: Vec<(PersonId, PersonId)> = people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::effective_id.eq_any(ids))
        .filter(people::merged_into.is_not_null())
        .select((people::id, people::effective_id))
        .all(conn)?;
    groups.extend(ids.iter().map(|id| (*id, *id)));
    let members: Vec<PersonId> = groups.iter().map(|(member, _)| *member).collect();
    let identities: Vec<IdentityDetail> = identities::table
        .filter(identities::workspace_id.eq(workspace))
        .filter(identities::person_id.eq_any(members))
        .order(identities::id.asc())
        .select(of::<IdentityDetail>())
        .all(conn)?;
    let of_group = |id: PersonId, person: PersonId| groups.contains(&(person, id));
    let person = |(id, name): (PersonId, String)| PersonDetail {
        identities: identities.iter().filter(|identity| of_group(id, identity.person_id)).cloned().collect(),
        id,
        name,
    };
    Ok(names.into_iter().map(person).collect())
}

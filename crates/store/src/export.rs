//! Whole tables in the order of their keys, a page at a time, for exports.

use diesel::prelude::*;
use domain::{
    FeatureId, FollowUpId, MessageId, OptOutId, PersonId, ReleaseId, RequestId, TagId, WorkspaceId,
};
use uuid::Uuid;

use crate::conn::{Conn, Run, StoreResult, of};
use crate::features::Feature;
use crate::follow_ups::{FollowUp, Item, Told};
use crate::identities::Identity;
use crate::messages::Message;
use crate::people::{OptOut, Person};
use crate::releases::Release;
use crate::requests::Request;
use crate::schema::{
    features, follow_up_items, follow_ups, identities, messages, opt_outs, people, releases, requests, tags,
    told,
};
use crate::tags::Tag;

/// How many rows a page holds.
pub const PAGE: i64 = 1_000;

/// The key of a row that belongs to a person and a feature.
pub type PersonFeature = (PersonId, FeatureId);

/// Where a table begins.
fn first<T: From<Uuid>>(after: Option<T>) -> T {
    after.unwrap_or_else(|| Uuid::nil().into())
}

fn first_pair(after: Option<PersonFeature>) -> PersonFeature {
    after.unwrap_or((PersonId(Uuid::nil()), FeatureId(Uuid::nil())))
}

/// Messages with their authors.
pub fn messages(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: Option<MessageId>,
) -> StoreResult<Vec<(Message, Identity)>> {
    messages::table
        .inner_join(identities::table.on(
            identities::workspace_id.eq(messages::workspace_id).and(identities::id.eq(messages::author_id)),
        ))
        .filter(messages::workspace_id.eq(workspace))
        .filter(messages::id.gt(first(after)))
        .order(messages::id.asc())
        .limit(PAGE)
        .select((of::<Message>(), of::<Identity>()))
        .all(conn)
}

/// People, merged ones too.
pub fn people(conn: &mut Conn, workspace: WorkspaceId, after: Option<PersonId>) -> StoreResult<Vec<Person>> {
    people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.gt(first(after)))
        .order(people::id.asc())
        .limit(PAGE)
        .select(of::<Person>())
        .all(conn)
}

/// Opt-outs, revoked ones too.
pub fn opt_outs(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: Option<OptOutId>,
) -> StoreResult<Vec<OptOut>> {
    opt_outs::table
        .filter(opt_outs::workspace_id.eq(workspace))
        .filter(opt_outs::id.gt(first(after)))
        .order(opt_outs::id.asc())
        .limit(PAGE)
        .select(of::<OptOut>())
        .all(conn)
}

/// Features, merged ones too.
pub fn features(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: Option<FeatureId>,
) -> StoreResult<Vec<Feature>> {
    features::table
        .filter(features::workspace_id.eq(workspace))
        .filter(features::id.gt(first(after)))
        .order(features::id.asc())
        .limit(PAGE)
        .select(of::<Feature>())
        .all(conn)
}

/// Requests, withdrawn ones too.
pub fn requests(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: Option<RequestId>,
) -> StoreResult<Vec<Request>> {
    requests::table
        .filter(requests::workspace_id.eq(workspace))
        .filter(requests::id.gt(first(after)))
        .order(requests::id.asc())
        .limit(PAGE)
        .select(of::<Request>())
        .all(conn)
}

/// Releases, whatever their status.
pub fn releases(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: Option<ReleaseId>,
) -> StoreResult<Vec<Release>> {
    releases::table
        .filter(releases::workspace_id.eq(workspace))
        .filter(releases::id.gt(first(after)))
        .order(releases::id.asc())
        .limit(PAGE)
        .select(of::<Release>())
        .all(conn)
}

/// Follow-ups, whatever their state.
pub fn follow_ups(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: Option<FollowUpId>,
) -> StoreResult<Vec<FollowUp>> {
    follow_ups::table
        .filter(follow_ups::workspace_id.eq(workspace))
        .filter(follow_ups::id.gt(first(after)))
        .order(follow_ups::id.asc())
        .limit(PAGE)
        .select(of::<FollowUp>())
        .all(conn)
}

/// The items of follow-ups, and those that say why none is owed.
pub fn items(
    conn: &mut Conn,
    workspace: WorkspaceId,
    after: Option<PersonFeature>,
) -> StoreResult<Vec<Item>> {
    let (person, feature) = first_pair(after);
    follow_up_items::table
        .filter(follow_up_items::workspace_id.eq(workspace))
        .filter(follow_up_items::person_id.ge(person))
        .filter(follow_up_items::person_id.gt(person).or(follow_up_items::feature_id.gt(feature)))
        .order((follow_up_items::person_id.asc(), follow_up_items::feature_id.asc()))
        .limit(PAGE)
        .select(of::<Item>())
        .all(conn)
}

/// The ledger.
pub fn told(conn: &mut Conn, workspace: WorkspaceId, after: Option<PersonFeature>) -> StoreResult<Vec<Told>> {
    let (person, feature) = first_pair(after);
    told::table
        .filter(told::workspace_id.eq(workspace))
        .filter(told::person_id.ge(person))
        .filter(told::person_id.gt(person).or(told::feature_id.gt(feature)))
        .order((told::person_id.asc(), told::feature_id.asc()))
        .limit(PAGE)
        .select(of::<Told>())
        .all(conn)
}

/// Tags of both catalogues.
pub fn tags(conn: &mut Conn, workspace: WorkspaceId, after: Option<TagId>) -> StoreResult<Vec<Tag>> {
    tags::table
        .filter(tags::workspace_id.eq(workspace))
        .filter(tags::id.gt(first(after)))
        .order(tags::id.asc())
        .limit(PAGE)
        .select(of::<Tag>())
        .all(conn)
}

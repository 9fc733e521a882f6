//! Who asks for a feature, each person once, and what is known of telling them.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use domain::sql::{Id, Instant};
use domain::state::{ItemState, Reason, RequestKind};
use domain::{FeatureId, MessageId, PersonId, RequestId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult};
use crate::dynamic::Dynamic;
use crate::schema::{follow_up_items as items, opt_outs, people, told};

/// A person and the request that stands for all of theirs: the first that asks, else the first of any kind.
#[derive(Clone, Debug, QueryableByName)]
pub struct Requester {
    /// The effective person.
    #[diesel(sql_type = Id)]
    pub person_id: PersonId,
    /// Their name.
    #[diesel(sql_type = Text)]
    pub person_name: String,
    /// The request.
    #[diesel(sql_type = Id)]
    pub request_id: RequestId,
    /// The feature that it was made for, before merges.
    #[diesel(sql_type = Id)]
    pub feature_id: FeatureId,
    /// What the person says about the feature.
    #[diesel(sql_type = Text)]
    pub kind: RequestKind,
    /// The words that ask.
    #[diesel(sql_type = Text)]
    pub quote: String,
    /// When they asked.
    #[diesel(sql_type = Instant)]
    pub asked_at: Timestamp,
    /// The message in which they asked.
    #[diesel(sql_type = Id)]
    pub message_id: MessageId,
    /// Its link.
    #[diesel(sql_type = Nullable<Text>)]
    pub message_url: Option<String>,
    /// Its text.
    #[diesel(sql_type = Text)]
    pub message_text: String,
}

/// A page of the people who speak of any feature of a group, those who asked first leading. Each feature of the group is
/// read in the order of its index, and the streams are merged.
pub fn requesters(
    conn: &mut Conn,
    workspace: WorkspaceId,
    group: &[FeatureId],
    after: Option<(Timestamp, RequestId)>,
    limit: i64,
) -> StoreResult<Vec<Requester>> {
    let mut page: Vec<Requester> = Vec::new();
    for feature in group {
        let mut stream = Dynamic::new(SELECT).id(workspace).sql(" AND r.feature_id = ").id(*feature);
        if let Some((time, id)) = after {
            stream = stream.sql(" AND r.asked_at >= ").instant(time);
            stream = stream.sql(" AND (r.asked_at > ").instant(time).sql(" OR r.id > ").id(id).sql(")");
        }
        let rows: Vec<Requester> = stream
            .sql(BUT_EARLIER)
            .ids(group)
            .sql(")) ORDER BY r.asked_at, r.id LIMIT ")
            .number(limit)
            .all(conn)?;
        page.extend(rows);
    }
    page.sort_by_key(|row| (row.asked_at, row.request_id));
    page.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(page)
}

const SELECT: &str = "SELECT q.id AS person_id, q.name AS person_name, r.id AS request_id, r.feature_id, r.kind, r.quote, \
    r.asked_at, m.id AS message_id, m.url AS message_url, m.text AS message_text FROM requests r \
    JOIN people p ON p.workspace_id = r.workspace_id AND p.id = r.person_id \
    JOIN people q ON q.workspace_id = p.workspace_id AND q.id = p.effective_id \
    JOIN messages m ON m.workspace_id = r.workspace_id AND m.id = r.message_id \
    WHERE r.withdrawn_at IS NULL AND r.workspace_id = ";

/// Leaves out a request if the same person has a better one in the group: one that asks, or an earlier one.
const BUT_EARLIER: &str = " AND NOT EXISTS (SELECT 1 FROM requests e WHERE e.workspace_id = p.workspace_id AND e.withdrawn_at IS NULL \
    AND e.person_id IN (SELECT p.effective_id UNION ALL SELECT s.id FROM people s \
        WHERE s.workspace_id = p.workspace_id AND s.effective_id = p.effective_id AND s.merged_into IS NOT NULL) \
    AND ((e.kind = 'asks' AND r.kind <> 'asks') \
        OR ((e.kind = 'asks') = (r.kind = 'asks') AND (e.asked_at < r.asked_at OR (e.asked_at = r.asked_at AND e.id < r.id)))) \
    AND e.feature_id IN (";

/// What is known of telling one person about one feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// When they were first told.
    pub told_at: Option<Timestamp>,
    /// Whether they asked to stop.
    pub opted_out: bool,
    /// Where the item of their follow-up stands, and why.
    pub item: Option<(ItemState, Option<Reason>)>,
}

/// What is known of telling some effective people about the features of a group.
pub fn stands(
    conn: &mut Conn,
    workspace: WorkspaceId,
    group: &[FeatureId],
    of: &[PersonId],
) -> StoreResult<HashMap<PersonId, Stand>> {
    let effective = everyone(conn, workspace, of)?;
    let ids: Vec<PersonId> = effective.keys().copied().collect();
    let mut stands: HashMap<PersonId, Stand> = of.iter().map(|id| (*id, Stand::default())).collect();
    let mut note = |id: PersonId, what: &dyn Fn(&mut Stand)| {
        if let Some(stand) = effective.get(&id).and_then(|id| stands.get_mut(id)) {
            what(stand);
        }
    };
    for (id, at) in told_at(conn, workspace, group, &ids)? {
        note(id, &|stand| stand.told_at = Some(stand.told_at.map_or(at, |first| first.min(at))));
    }
    for id in opted_out(conn, workspace, &ids)? {
        note(id, &|stand| stand.opted_out = true);
    }
    for (id, state, reason) in items_of(conn, workspace, group, &ids)? {
        note(id, &|stand| {
            if stand.item.is_none_or(|(other, _)| weight(state) < weight(other)) {
                stand.item = Some((state, reason));
            }
        });
    }
    Ok(stands)
}

/// Of two items, which one says where the person stands: the smaller.
fn weight(state: ItemState) -> u8 {
    match state {
        ItemState::Told => 0,
        ItemState::Owed => 1,
        ItemState::Held => 2,
        ItemState::Skipped => 3,
        ItemState::Withdrawn => 4,
    }
}

/// The people and all who were merged into them, each with the effective person.
fn everyone(
    conn: &mut Conn,
    workspace: WorkspaceId,
    of: &[PersonId],
) -> StoreResult<HashMap<PersonId, PersonId>> {
    let merged: Vec<(PersonId, PersonId)> = people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::effective_id.eq_any(of))
        .filter(people::merged_into.is_not_null())
        .select((people::id, people::effective_id))
        .all(conn)?;
    Ok(of.iter().map(|id| (*id, *id)).chain(merged).collect())
}

fn told_at(
    conn: &mut Conn,
    workspace: WorkspaceId,
    group: &[FeatureId],
    ids: &[PersonId],
) -> StoreResult<Vec<(PersonId, Timestamp)>> {
    told::table
        .filter(told::workspace_id.eq(workspace))
        .filter(told::person_id.eq_any(ids))
        .filter(told::feature_id.eq_any(group))
        .select((told::person_id, told::told_at))
        .all(conn)
}

fn opted_out(conn: &mut Conn, workspace: WorkspaceId, ids: &[PersonId]) -> StoreResult<Vec<PersonId>> {
    opt_outs::table
        .filter(opt_outs::workspace_id.eq(workspace))
        .filter(opt_outs::person_id.eq_any(ids))
        .filter(opt_outs::revoked_at.is_null())
        .select(opt_outs::person_id)
        .all(conn)
}

fn items_of(
    conn: &mut Conn,
    workspace: WorkspaceId,
    group: &[FeatureId],
    ids: &[PersonId],
) -> StoreResult<Vec<(PersonId, ItemState, Option<Reason>)>> {
    items::table
        .filter(items::workspace_id.eq(workspace))
        .filter(items::person_id.eq_any(ids))
        .filter(items::feature_id.eq_any(group))
        .select((items::person_id, items::state, items::reason))
        .all(conn)
}

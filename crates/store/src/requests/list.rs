//! Lists of requests, the latest ask first. Whatever the filter, the list is read as a few streams, each in the order of
//! an index, and the streams are merged.

use std::cmp::Reverse;

use diesel::prelude::*;
use domain::state::RequestKind;
use domain::{FeatureId, MessageId, PersonId, RequestId, Timestamp, WorkspaceId};

use super::Request;
use crate::conn::{Conn, Run, StoreResult};
use crate::dynamic::Dynamic;
use crate::schema::people;

/// Which requests are wanted. Everything given must hold.
#[derive(Clone, Debug, Default)]
pub struct RequestQuery {
    /// For one of these features: one and those merged into it.
    pub features: Option<Vec<FeatureId>>,
    /// By one of these people: one and those merged into them.
    pub people: Option<Vec<PersonId>>,
    /// In this message.
    pub message: Option<MessageId>,
    /// Of this kind.
    pub kind: Option<RequestKind>,
}

/// One run of requests in the order of an index.
#[derive(Clone, Copy)]
enum Stream {
    All,
    Message(MessageId),
    Person(PersonId),
    Feature(FeatureId),
}

/// A page of requests behind a place in the list, withdrawn ones too.
pub fn list(
    conn: &mut Conn,
    workspace: WorkspaceId,
    query: &RequestQuery,
    after: Option<(Timestamp, RequestId)>,
    limit: i64,
) -> StoreResult<Vec<Request>> {
    let mut page: Vec<Request> = Vec::new();
    if query.features.as_ref().is_some_and(Vec::is_empty) || query.people.as_ref().is_some_and(Vec::is_empty)
    {
        return Ok(page);
    }
    for stream in query.streams() {
        let mut rows = chosen(workspace, query, stream);
        if let Some((time, id)) = after {
            rows = rows.sql(" AND r.asked_at <= ").instant(time);
            rows = rows.sql(" AND (r.asked_at < ").instant(time).sql(" OR r.id < ").id(id).sql(")");
        }
        // A message holds few requests: they are read whole, and sorted below.
        if !matches!(stream, Stream::Message(_)) {
            rows = rows.sql(" ORDER BY r.asked_at DESC, r.id DESC LIMIT ").number(limit);
        }
        let rows: Vec<Request> = rows.all(conn)?;
        page.extend(rows);
    }
    page.sort_by_key(|row| Reverse((row.asked_at, row.id)));
    page.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(page)
}

impl RequestQuery {
    /// The fewest rows first: a message holds few requests, a person makes fewer than a feature gets.
    fn streams(&self) -> Vec<Stream> {
        match self {
            Self { message: Some(message), .. } => vec![Stream::Message(*message)],
            Self { people: Some(people), .. } => people.iter().copied().map(Stream::Person).collect(),
            Self { features: Some(features), .. } => features.iter().copied().map(Stream::Feature).collect(),
            _ => vec![Stream::All],
        }
    }
}

const SELECT: &str = "SELECT r.id, r.message_id, r.feature_id, r.person_id, r.kind, r.quote, r.note, r.asked_at, r.created_by, \
    r.created_at, r.updated_at, r.withdrawn_at, r.history, r.version FROM requests r WHERE r.workspace_id = ";

fn chosen(workspace: WorkspaceId, query: &RequestQuery, stream: Stream) -> Dynamic {
    let mut chosen = Dynamic::new(SELECT).id(workspace);
    chosen = match stream {
        Stream::All => chosen,
        Stream::Message(id) => chosen.sql(" AND r.message_id = ").id(id),
        Stream::Person(id) => chosen.sql(" AND r.person_id = ").id(id),
        Stream::Feature(id) => chosen.sql(" AND r.feature_id = ").id(id),
    };
    if let Some(features) = query.features.as_ref().filter(|_| !matches!(stream, Stream::Feature(_))) {
        chosen = chosen.sql(" AND r.feature_id IN (").ids(features).sql(")");
    }
    if let Some(people) = query.people.as_ref().filter(|_| matches!(stream, Stream::Message(_))) {
        chosen = chosen.sql(" AND r.person_id IN (").ids(people).sql(")");
    }
    match query.kind {
        Some(kind) => chosen.sql(" AND r.kind = ").text(kind.as_str()),
        None => chosen,
    }
}

/// A person and all who end where they end after merges; nobody if the id is unknown.
pub fn same_person(conn: &mut Conn, workspace: WorkspaceId, id: PersonId) -> StoreResult<Vec<PersonId>> {
    let effective: Option<PersonId> = people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::id.eq(id))
        .select(people::effective_id)
        .maybe(conn)?;
    let Some(effective) = effective else { return Ok(Vec::new()) };
    let mut group: Vec<PersonId> = people::table
        .filter(people::workspace_id.eq(workspace))
        .filter(people::effective_id.eq(effective))
        .filter(people::merged_into.is_not_null())
        .select(people::id)
        .all(conn)?;
    group.push(effective);
    Ok(group)
}

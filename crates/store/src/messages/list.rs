//! Lists of messages, newest first. Each combination of filters is read as one stream or a few, each in the order of an
//! index, and the streams are merged: no combination sorts more than a few pages.

use std::cmp::Reverse;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::state::MessageState;
use domain::{IdentityId, MessageId, TagId, Timestamp, WorkspaceId};

use super::Message;
use super::search::{self, Search};
use crate::conn::{Conn, Run, StoreResult};
use crate::dynamic::Dynamic;

/// Which messages are wanted. Everything given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In this state; a claim that has run out at `now` counts as new.
    pub state: Option<StateFilter>,
    /// From this network.
    pub network: Option<String>,
    /// With this tag.
    pub tag: Option<TagId>,
    /// By one of these.
    pub authors: Option<Vec<IdentityId>>,
    /// With these words, already quoted; see [`search::quoted`].
    pub words: Option<String>,
}

/// A state at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateFilter {
    /// The state.
    pub state: MessageState,
    /// The time.
    pub now: Timestamp,
}

/// One run of messages in the order of an index.
#[derive(Clone, Copy, Default)]
struct Stream {
    state: Option<MessageState>,
    lease: Option<Lease>,
    author: Option<IdentityId>,
}

#[derive(Clone, Copy)]
enum Lease {
    RunningAt(Timestamp),
    LapsedAt(Timestamp),
}

/// A page of messages, newest first, behind a place in the list.
pub fn list(
    conn: &mut Conn,
    workspace: WorkspaceId,
    filter: &Filter,
    after: Option<(Timestamp, MessageId)>,
    limit: i64,
) -> StoreResult<Vec<Message>> {
    let search = search::plan(conn, filter.words.as_deref())?;
    let mut page: Vec<Message> = Vec::new();
    for stream in streams(filter) {
        let query = chosen(SELECT_COLUMNS, workspace, filter, stream, &search);
        let query = behind(query, filter.driver(stream), after);
        page.extend(query.number(limit).all::<Message>(conn)?);
    }
    page.sort_unstable_by_key(|message| Reverse((message.posted_at, message.id)));
    page.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(page)
}

#[derive(QueryableByName)]
pub(super) struct Count {
    #[diesel(sql_type = BigInt)]
    pub(super) n: i64,
}

/// How many messages there are in all.
pub fn count(conn: &mut Conn, workspace: WorkspaceId, filter: &Filter) -> StoreResult<i64> {
    let search = search::plan(conn, filter.words.as_deref())?;
    let mut total = 0;
    for stream in streams(filter) {
        let query = chosen("SELECT count(*) AS n FROM ", workspace, filter, stream, &search);
        total += query.one::<Count>(conn)?.n;
    }
    Ok(total)
}

const SELECT_COLUMNS: &str = "SELECT m.id, m.network, m.external_id, m.url, m.author_id, m.text, m.posted_at, \
    m.parent_external_id, m.thread_key, m.ours, m.state, m.disposition, m.reason, m.done_at, m.done_by, m.answered_at, \
    m.answered_by, m.answer_url, m.claimed_by, m.lease_token, m.lease_until, m.edited_at, m.created_at, m.updated_at, \
    m.version FROM ";

/// Which index gives the order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Driver {
    /// One of those of `messages`.
    Messages,
    /// `message_tags_by_time`.
    Tag,
}

impl Filter {
    /// One author has fewer messages than one tag.
    fn driver(&self, stream: Stream) -> Driver {
        if self.tag.is_some() && stream.author.is_none() { Driver::Tag } else { Driver::Messages }
    }
}

/// The streams that together are the list. The index of a network is ordered by time within each state only.
fn streams(filter: &Filter) -> Vec<Stream> {
    let any = Stream::default();
    let of = |state, lease| Stream { state: Some(state), lease, author: None };
    let by_state = match filter.state {
        Some(StateFilter { state: MessageState::New, now }) => {
            vec![of(MessageState::New, None), of(MessageState::Claimed, Some(Lease::LapsedAt(now)))]
        }
        Some(StateFilter { state: MessageState::Claimed, now }) => {
            vec![of(MessageState::Claimed, Some(Lease::RunningAt(now)))]
        }
        Some(StateFilter { state: MessageState::Done, .. }) => vec![of(MessageState::Done, None)],
        None if filter.network.is_some() && filter.authors.is_none() && filter.tag.is_none() => {
            MessageState::ALL.iter().map(|state| of(*state, None)).collect()
        }
        None => vec![any],
    };
    match &filter.authors {
        None => by_state,
        Some(authors) => {
            let of_each = |author: &IdentityId| Stream { author: Some(*author), ..any };
            let with_state = |author: Stream| {
                by_state.iter().map(move |stream| Stream { author: author.author, ..*stream })
            };
            authors.iter().map(of_each).flat_map(with_state).collect()
        }
    }
}

/// An author has few messages, so their index is the one to go by. As expressions, state and network belong to none:
/// SQLite would prefer an index that has more of the columns.
const BESIDE_AN_AUTHOR: (&str, &str) = (" AND m.state || '' = ", " AND m.network || '' = ");

/// The messages of one stream that pass the filter.
fn chosen(
    select: &'static str,
    workspace: WorkspaceId,
    filter: &Filter,
    stream: Stream,
    search: &Search,
) -> Dynamic {
    let driver = filter.driver(stream);
    let mut query = Dynamic::new(select);
    query = match (driver, filter.tag) {
        (Driver::Tag, Some(tag)) => query
            .sql("message_tags t JOIN messages m ON m.workspace_id = t.workspace_id AND m.id = t.message_id WHERE t.workspace_id = ")
            .id(workspace)
            .sql(" AND t.tag_id = ")
            .id(tag),
        _ => query.sql("messages m WHERE m.workspace_id = ").id(workspace),
    };
    let (state_is, network_is) = match stream.author {
        Some(author) => {
            query = query.sql(" AND m.author_id = ").id(author);
            BESIDE_AN_AUTHOR
        }
        None => (" AND m.state = ", " AND m.network = "),
    };
    if let Some(state) = stream.state {
        query = query.sql(state_is).text(state.as_str());
    }
    query = match stream.lease {
        Some(Lease::RunningAt(now)) => query.sql(" AND m.lease_until > ").instant(now),
        Some(Lease::LapsedAt(now)) => query.sql(" AND m.lease_until <= ").instant(now),
        None => query,
    };
    if let Some(network) = &filter.network {
        query = query.sql(network_is).text(network.as_str());
    }
    if let (Driver::Messages, Some(tag)) = (driver, filter.tag) {
        query = query
            .sql(" AND EXISTS (SELECT 1 FROM message_tags t WHERE t.workspace_id = m.workspace_id AND t.message_id = m.id AND t.tag_id = ")
            .id(tag)
            .sql(")");
    }
    search.narrow(query)
}

/// The order of the list and the place to go on from. The redundant first comparison is what the index ranges on.
fn behind(query: Dynamic, driver: Driver, after: Option<(Timestamp, MessageId)>) -> Dynamic {
    let (time, or_earlier, or_id, order) = match driver {
        Driver::Messages => (
            " AND m.posted_at <= ",
            " AND (m.posted_at < ",
            " OR m.id < ",
            " ORDER BY m.posted_at DESC, m.id DESC LIMIT ",
        ),
        Driver::Tag => (
            " AND t.posted_at <= ",
            " AND (t.posted_at < ",
            " OR t.message_id < ",
            " ORDER BY t.posted_at DESC, t.message_id DESC LIMIT ",
        ),
    };
    let query = match after {
        Some((at, id)) => query.sql(time).instant(at).sql(or_earlier).instant(at).sql(or_id).id(id).sql(")"),
        None => query,
    };
    query.sql(order)
}

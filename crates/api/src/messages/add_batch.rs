//! `POST /messages/batch`

use actix_web::{HttpResponse, post};
use app::messages::{self, BatchReport, Incoming};
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::incoming::MessageIn;
use crate::command::{self, Command, CommandBody};
use crate::permission::Triage;
use crate::problem::{FieldOut, Problem, ProblemOut};
use crate::reply::Reply;

/// How many messages a batch may hold.
const MAX_MESSAGES: usize = 1000;

/// Messages to take in at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchIn {
    /// At most 1000. Each is judged by itself.
    #[schema(value_type = Vec<MessageIn>, max_items = 1000)]
    messages: Vec<Box<RawValue>>,
}

impl CommandBody for BatchIn {
    const LIMIT: usize = 8 * 1024 * 1024;
}

/// What became of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchOut {
    /// How many are new.
    created: usize,
    /// How many were known and say something new.
    updated: usize,
    /// How many were known.
    unchanged: usize,
    /// Those that were refused, and why.
    rejected: Vec<RejectedOut>,
    /// The ids in the order of the messages; `null` for those that were refused.
    #[schema(value_type = Vec<Option<uuid::Uuid>>)]
    ids: Vec<Option<String>>,
}

/// A message of a batch that was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct RejectedOut {
    /// Its place in the batch, from 0.
    index: usize,
    /// The stable code of what is wrong.
    code: &'static str,
    /// What is wrong and one hint.
    detail: String,
    /// The fields that are wrong, each by its JSON pointer into the message.
    errors: Vec<FieldOut>,
}

/// A batch of which every message was judged.
struct Judged {
    good: Vec<Incoming>,
    rejected: Vec<RejectedOut>,
}

/// Takes in up to 1000 messages. Good ones are kept, bad ones are reported by their place. Sending a batch again changes
/// nothing.
#[utoipa::path(
    tag = "messages",
    request_body = BatchIn,
    responses((status = 200, description = "What became of each", body = BatchOut), (status = 422, description = "No batch", body = ProblemOut))
)]
#[post("/messages/batch")]
pub async fn add_batch(command: Command<Triage, BatchIn>) -> Result<HttpResponse, Problem> {
    command
        .run_checked(judge, |tx, judged| {
            let report = messages::add_batch(tx, &judged.good)?;
            Reply::ok(&answer(report, judged.rejected))
        })
        .await
}

fn judge(body: BatchIn, now: Timestamp) -> app::Result<Judged> {
    if body.messages.len() > MAX_MESSAGES {
        let message =
            format!("holds {}; the most is {MAX_MESSAGES}, send more in another batch", body.messages.len());
        return Err(app::Error::field("/messages", message));
    }
    let mut judged = Judged { good: Vec::with_capacity(body.messages.len()), rejected: Vec::new() };
    for (index, raw) in body.messages.iter().enumerate() {
        let message =
            command::parse::<MessageIn>(raw.get().as_bytes()).and_then(|message| message.check(now));
        match message {
            Ok(message) => judged.good.push(message),
            Err(e) => judged.rejected.push(RejectedOut {
                index,
                code: e.code.as_str(),
                detail: e.detail,
                errors: e.fields.into_iter().map(FieldOut::from).collect(),
            }),
        }
    }
    Ok(judged)
}

fn answer(report: BatchReport, rejected: Vec<RejectedOut>) -> BatchOut {
    let mut kept = report.ids.iter();
    let mut refused = rejected.iter().map(|rejected| rejected.index).peekable();
    let ids = (0..report.ids.len() + rejected.len())
        .map(|index| match refused.next_if_eq(&index) {
            Some(_) => None,
            None => kept.next().map(domain::MessageId::to_string),
        })
        .collect();
    let BatchReport { created, updated, unchanged, .. } = report;
    BatchOut { created, updated, unchanged, rejected, ids }
}

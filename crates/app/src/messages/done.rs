//! Settles a message.

use domain::state::{Disposition, MessageState};
use domain::text::{Link, Why};
use domain::{MemberId, MessageId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::events::Event;
use store::messages::{Message, Settlement};

use super::{MessageView, get, held, holder};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};

/// How a message is to be settled.
#[derive(Clone, Debug)]
pub struct Done {
    /// How.
    pub disposition: Disposition,
    /// Why; needed if it gets no reply.
    pub reason: Option<Why>,
    /// Where the answer is, if there is one.
    pub answer_url: Option<Link>,
    /// The token of the claim, if there is one.
    pub lease_token: Option<String>,
}

/// Settles a message. That it was answered, and that its requests are logged, are two facts: `logged` with an
/// `answer_url` states both.
pub fn done(tx: &mut Tx<'_>, id: MessageId, done: Done, if_match: Option<i64>) -> Result<MessageView> {
    let message = held(tx, id, if_match)?;
    check_lease(tx, &message, done.lease_token.as_deref())?;
    check_disposition(tx, id, &done)?;
    let before = settlement(&message);
    let after = settled(tx, &before, done);
    if same_decision(&before, &after) {
        return get(&mut tx.view(), id);
    }
    store::messages::settle(tx.conn, tx.workspace, id, &after, tx.now)?;
    let data = json!({ "before": Kept::from(&before), "after": Kept::from(&after) });
    tx.record(Decision { kind: "message.done", subject: id.0.into(), data })?;
    get(&mut tx.view(), id)
}

/// Puts back how the message was settled before; what was claimed then is new, because claims run out.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    #[derive(Deserialize)]
    struct Data {
        before: Kept,
        after: Kept,
    }
    let data: Data = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    let id = MessageId(event.subject_id.0);
    let message = held(tx, id, None)?;
    if Kept::from(&settlement(&message)) != data.after {
        return Err(Error::new(Code::CannotUndo, "the message was settled or changed otherwise since then"));
    }
    Ok(store::messages::settle(tx.conn, tx.workspace, id, &data.before.settlement()?, tx.now)?)
}

fn check_lease(tx: &mut Tx<'_>, message: &Message, token: Option<&str>) -> Result<()> {
    let runs = message.lease_until.is_some_and(|until| until > tx.now);
    let lost = match token {
        Some(token) => !runs || message.lease_token.as_deref() != Some(token),
        None => runs && message.claimed_by != tx.caller.member,
    };
    if !lost {
        return Ok(());
    }
    if !runs {
        return Err(Error::new(Code::LeaseLost, "the claim has run out; claim the message again"));
    }
    let name = holder(tx, message)?;
    let code = if token.is_some() { Code::LeaseLost } else { Code::AlreadyClaimed };
    Err(Error::new(code, format!("{name} works on it now; take another one")))
}

fn check_disposition(tx: &mut Tx<'_>, id: MessageId, done: &Done) -> Result<()> {
    match done.disposition {
        Disposition::NoReplyNeeded if done.reason.is_none() => {
            Err(Error::field("/reason", "must say why no reply is needed"))
        }
        Disposition::NoReplyNeeded | Disposition::Spam if done.answer_url.is_some() => {
            Err(Error::field("/answer_url", "goes with `answered` or `logged` only"))
        }
        Disposition::Logged if !store::messages::has_active_request(tx.conn, tx.workspace, id)? => {
            Err(Error::new(
                Code::WrongState,
                "no request is logged on this message; link it to a feature first, or choose another disposition",
            ))
        }
        _ => Ok(()),
    }
}

fn settlement(message: &Message) -> Settlement {
    Settlement {
        state: if message.state == MessageState::Done { MessageState::Done } else { MessageState::New },
        disposition: message.disposition,
        reason: message.reason.clone(),
        done_at: message.done_at,
        done_by: message.done_by,
        answered_at: message.answered_at,
        answered_by: message.answered_by,
        answer_url: message.answer_url.clone(),
    }
}

fn settled(tx: &Tx<'_>, before: &Settlement, done: Done) -> Settlement {
    let answers = done.disposition == Disposition::Answered || done.answer_url.is_some();
    let is_first_answer = answers && before.answered_at.is_none();
    Settlement {
        state: MessageState::Done,
        disposition: Some(done.disposition),
        reason: done.reason.map(Why::into_string),
        done_at: Some(tx.now),
        done_by: tx.caller.member,
        answered_at: if is_first_answer { Some(tx.now) } else { before.answered_at },
        answered_by: if is_first_answer { tx.caller.member } else { before.answered_by },
        answer_url: done.answer_url.map(Link::into_string).or_else(|| before.answer_url.clone()),
    }
}

/// Whether nothing is decided that was not decided before: a repeat.
fn same_decision(before: &Settlement, after: &Settlement) -> bool {
    let same_time = Settlement { done_at: before.done_at, done_by: before.done_by, ..after.clone() };
    before.state == MessageState::Done && same_time == *before
}

/// A settlement as an event keeps it.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    state: String,
    disposition: Option<String>,
    reason: Option<String>,
    done_at: Option<String>,
    done_by: Option<String>,
    answered_at: Option<String>,
    answered_by: Option<String>,
    answer_url: Option<String>,
}

impl From<&Settlement> for Kept {
    fn from(settlement: &Settlement) -> Self {
        Kept {
            state: settlement.state.to_string(),
            disposition: settlement.disposition.as_ref().map(Disposition::to_string),
            reason: settlement.reason.clone(),
            done_at: settlement.done_at.as_ref().map(Timestamp::to_string),
            done_by: settlement.done_by.as_ref().map(MemberId::to_string),
            answered_at: settlement.answered_at.as_ref().map(Timestamp::to_string),
            answered_by: settlement.answered_by.as_ref().map(MemberId::to_string),
            answer_url: settlement.answer_url.clone(),
        }
    }
}

impl Kept {
    fn settlement(self) -> Result<Settlement> {
        Ok(Settlement {
            state: self.state.parse().map_err(Error::internal)?,
            disposition: parsed(self.disposition)?,
            reason: self.reason,
            done_at: parsed(self.done_at)?,
            done_by: parsed(self.done_by)?,
            answered_at: parsed(self.answered_at)?,
            answered_by: parsed(self.answered_by)?,
            answer_url: self.answer_url,
        })
    }
}

fn parsed<T: std::str::FromStr>(text: Option<String>) -> Result<Option<T>>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.map(|text| text.parse()).transpose().map_err(Error::internal)
}

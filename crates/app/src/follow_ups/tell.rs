//! Notes that a person was told: by hand here, and by the reply core when a reply turns out to be public.

use std::collections::HashMap;

use domain::state::{Answer, FollowUpState, ItemState, Reason};
use domain::text::Link;
use domain::{FeatureId, FollowUpId};
use serde_json::json;
use store::follow_ups::{FollowUp, Item, Told, Verdict};

use super::combine::carry_on;
use super::lease::{held_by, unclaim};
use super::seen::{Seen, seen};
use super::skip::Skipped;
use super::view::{FollowUpView, get};
use crate::context::{Decision, Tx, data};
use crate::error::{Code, Error, Result};

/// What the responder says of a reply that they sent by hand.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// Where it stands.
    pub url: Option<Link>,
    /// Whether each feature answers what was asked; `yes` if nothing is said.
    pub answers: HashMap<FeatureId, Answer>,
}

/// Records that the person was told about all that the member has seen of the follow-up, but for what does not answer. What
/// joined it meanwhile stays owed.
pub fn tell(tx: &mut Tx<'_>, id: FollowUpId, token: &str, telling: &Telling) -> Result<FollowUpView> {
    tx.conn.lock_shared(tx.workspace)?;
    let mut follow_up = held_by(tx, id, token)?;
    let verdicts = judge(tx, &follow_up, telling)?;
    let about: Vec<FeatureId> =
        verdicts.iter().filter(|v| v.answer != Answer::No).map(|v| v.effective).collect();
    refuse_twice(tx, &follow_up, &about)?;
    if !about.is_empty() {
        write_ledger(tx, &follow_up, &about, telling)?;
    }
    for Judged { item, answer, .. } in &verdicts {
        let (state, reason) = match answer {
            Answer::No => (ItemState::Skipped, Some(Reason::DoesNotAnswer)),
            Answer::Yes | Answer::Partly => (ItemState::Told, None),
        };
        store::follow_ups::set_item(
            tx.conn,
            tx.workspace,
            item,
            Verdict { state, reason, answer: Some(*answer) },
        )?;
    }
    end(tx, &mut follow_up, telling, !about.is_empty())?;
    carry_on(tx, &follow_up)?;
    record(tx, &follow_up, &verdicts, &about)?;
    get(&mut tx.view(), id)
}

/// Telling nothing, because nothing answers, is skipping.
fn record(tx: &mut Tx<'_>, follow_up: &FollowUp, verdicts: &[Judged], about: &[FeatureId]) -> Result<()> {
    let subject = follow_up.id.0.into();
    if about.is_empty() {
        let features = verdicts.iter().map(|judged| judged.item.feature_id.to_string()).collect();
        let data = data(&Skipped { reason: Reason::DoesNotAnswer.as_str().to_owned(), features })?;
        tx.record(Decision { kind: "follow_up.skipped", subject, data })?;
        return Ok(());
    }
    let features: Vec<String> = about.iter().map(FeatureId::to_string).collect();
    let data = json!({ "url": follow_up.told_url, "features": features });
    tx.record(Decision { kind: "follow_up.told", subject, data })?;
    Ok(())
}

struct Judged {
    item: Item,
    effective: FeatureId,
    answer: Answer,
}

/// What the member has seen, each with its answer.
fn judge(tx: &mut Tx<'_>, follow_up: &FollowUp, telling: &Telling) -> Result<Vec<Judged>> {
    let said = |seen: &Seen| {
        telling.answers.get(&seen.effective).or_else(|| telling.answers.get(&seen.item.feature_id))
    };
    let judged: Vec<Judged> = seen(tx, follow_up)?
        .into_iter()
        .map(|seen| Judged {
            answer: said(&seen).copied().unwrap_or(Answer::Yes),
            effective: seen.effective,
            item: seen.item,
        })
        .collect();
    let unknown = |id: &&FeatureId| !judged.iter().any(|j| j.effective == **id || j.item.feature_id == **id);
    if let Some(stray) = telling.answers.keys().find(unknown) {
        return Err(Error::field(
            format!("/answers/{stray}"),
            "is not a feature that this follow-up owes word of",
        ));
    }
    if judged.is_empty() {
        return Err(Error::new(Code::WrongState, "nothing is owed in this follow-up any more; release it"));
    }
    Ok(judged)
}

/// Laws 2 and 9, once more at the last moment.
fn refuse_twice(tx: &mut Tx<'_>, follow_up: &FollowUp, about: &[FeatureId]) -> Result<()> {
    if let Some((_, at)) =
        store::follow_ups::told_of(tx.conn, tx.workspace, follow_up.person_id, about)?.first()
    {
        return Err(Error::new(
            Code::AlreadyTold,
            format!("this person was told about it at {at}; skip it instead"),
        ));
    }
    if store::planning::is_opted_out(tx.conn, tx.workspace, follow_up.person_id)? {
        return Err(Error::new(Code::WrongState, "this person asked to stop; skip it instead"));
    }
    Ok(())
}

/// The ledger names the author of the message that was answered and the features that the reply names.
fn write_ledger(tx: &mut Tx<'_>, follow_up: &FollowUp, about: &[FeatureId], telling: &Telling) -> Result<()> {
    let told_by = tx.member()?;
    let author = store::planning::author_of(tx.conn, tx.workspace, follow_up.message_id)?;
    let named = store::planning::features_named(tx.conn, tx.workspace, about)?;
    let lines: Vec<Told> = named
        .into_iter()
        .map(|feature_id| Told {
            person_id: author,
            feature_id,
            follow_up_id: follow_up.id,
            message_id: follow_up.message_id,
            told_at: tx.now,
            told_by,
            url: telling.url.as_ref().map(|url| url.as_str().to_owned()),
        })
        .collect();
    if store::follow_ups::insert_told(tx.conn, tx.workspace, &lines)? < lines.len() {
        return Err(Error::new(Code::AlreadyTold, "this person was told about it already; skip it instead"));
    }
    Ok(store::planning::count_told(tx.conn, tx.workspace, about)?)
}

fn end(tx: &mut Tx<'_>, follow_up: &mut FollowUp, telling: &Telling, was_told: bool) -> Result<()> {
    if was_told {
        follow_up.told_by = follow_up.claimed_by;
        follow_up.told_at = Some(tx.now);
        follow_up.told_url = telling.url.as_ref().map(|url| url.as_str().to_owned());
        follow_up.state = FollowUpState::Told;
    } else {
        follow_up.state = FollowUpState::Skipped;
        follow_up.reason = Some(Reason::DoesNotAnswer);
    }
    unclaim(follow_up);
    follow_up.updated_at = tx.now;
    Ok(store::follow_ups::update(tx.conn, tx.workspace, follow_up)?)
}

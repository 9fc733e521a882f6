//! Gives a message its tags.

use domain::MessageId;
use domain::state::Catalogue;
use domain::text::TagName;
use serde::Deserialize;
use serde_json::json;
use store::events::Event;

use super::{Message, MessageView, get, held};
use crate::context::{Decision, Tx};
use crate::error::{Code, Error, Result};
use crate::tags;

/// How many tags a message may have.
pub const MAX_TAGS: usize = 50;

/// Gives a message exactly these tags; new names join the catalogue.
pub fn tag(
    tx: &mut Tx<'_>,
    id: MessageId,
    names: Vec<TagName>,
    if_match: Option<i64>,
) -> Result<MessageView> {
    let message = held(tx, id, if_match)?;
    let mut after: Vec<String> = names.iter().map(|name| name.as_str().to_owned()).collect();
    after.sort_unstable();
    after.dedup();
    let before = names_of(tx, id)?;
    if before != after {
        set(tx, &message, &after)?;
        let data = json!({ "before": before, "after": after });
        tx.record(Decision { kind: "message.tagged", subject: id.0.into(), data })?;
    }
    get(&mut tx.view(), id)
}

/// Gives the message the tags that it had before.
pub(crate) fn undo(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    #[derive(Deserialize)]
    struct Data {
        before: Vec<String>,
        after: Vec<String>,
    }
    let data: Data = serde_json::from_str(&event.data.0).map_err(Error::internal)?;
    let message = held(tx, MessageId(event.subject_id.0), None)?;
    if names_of(tx, message.id)? != data.after {
        return Err(Error::new(Code::CannotUndo, "the message's tags were changed since then"));
    }
    set(tx, &message, &data.before)
}

fn names_of(tx: &mut Tx<'_>, id: MessageId) -> Result<Vec<String>> {
    let mut tags = store::messages::tags_of(tx.conn, tx.workspace, &[id])?;
    let mut names = tags.remove(&id).unwrap_or_default();
    names.sort_unstable();
    Ok(names)
}

fn set(tx: &mut Tx<'_>, message: &Message, names: &[String]) -> Result<()> {
    let ids = tags::ensure(tx, Catalogue::Message, names)?;
    Ok(store::messages::set_tags(tx.conn, tx.workspace, message, &ids, tx.now)?)
}

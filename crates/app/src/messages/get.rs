//! Looks at one message.

use domain::MessageId;

use super::view::{MessageView, with_parts};
use crate::context::View;
use crate::error::{Error, Result};

/// One message with all that belongs to it, its earlier texts too.
pub fn get(view: &mut View<'_>, id: MessageId) -> Result<MessageView> {
    let not_found = || Error::not_found("message");
    let message = store::messages::find(view.conn, view.workspace, id)?.ok_or_else(not_found)?;
    let mut found = with_parts(view, vec![message])?.pop().ok_or_else(not_found)?;
    let history = if found.versions == 0 {
        Vec::new()
    } else {
        store::messages::former_texts(view.conn, view.workspace, id)?
    };
    found.history = Some(history);
    Ok(found)
}

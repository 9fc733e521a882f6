//! Lists tokens.

use domain::{Timestamp, TokenId};
use uuid::Uuid;

use super::TokenView;
use crate::context::View;
use crate::error::Result;
use crate::members::MemberView;
use crate::page::{Key, Page, PageQuery};

/// The name that the list's cursors are bound to.
const LIST: &str = "tokens";

/// The tokens, newest first; expired and revoked ones too.
pub fn list(view: &mut View<'_>, page: &PageQuery) -> Result<Page<TokenView>> {
    let limit = page.limit()?.saturating_add(1);
    let after = page.after(view.workspace, LIST)?.unwrap_or(Key { value: i64::MAX, id: Uuid::max() });
    let place = (Timestamp(after.value), TokenId(after.id));
    let rows = store::members::tokens(view.conn, view.workspace, place, limit)?;
    let page = page
        .page(view.workspace, LIST, rows, |(token, _)| Key { value: token.created_at.0, id: token.id.0 })?;
    let ids: Vec<_> = page.items.iter().map(|(_, member)| member.id).collect();
    let roles = store::members::roles_of_each(view.conn, view.workspace, &ids)?;
    Ok(page.map(|(token, member)| {
        let roles = roles.get(&member.id).copied().unwrap_or_default();
        TokenView { token, owner: MemberView { member, roles } }
    }))
}

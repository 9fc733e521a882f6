//! Makes a token work no more.

use domain::TokenId;
use serde_json::json;

use crate::context::{Decision, Tx};
use crate::error::{Error, Result};

/// Revokes a token. Again is the same answer.
pub fn revoke(tx: &mut Tx<'_>, id: TokenId) -> Result<()> {
    let (token, _) =
        store::members::token_by_id(tx.conn, tx.workspace, id)?.ok_or_else(|| Error::not_found("token"))?;
    if store::members::revoke_token(tx.conn, tx.workspace, id, tx.now)? {
        let data = json!({ "name": token.name, "member_id": token.member_id.to_string() });
        tx.record(Decision { kind: "token.revoked", subject: id.0.into(), data })?;
    }
    Ok(())
}

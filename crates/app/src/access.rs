//! Who may call: members and their tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use domain::text::Name;
use domain::{MemberId, Roles, Timestamp, TokenId, WorkspaceId};
use sha2::{Digest, Sha256};
use std::time::Duration;
use store::members::{Member, Token};

use crate::context::{App, Caller, Decision, Tx, View};
use crate::error::{Code, Error, Result};
use serde_json::json;

/// How long a token lasts if nothing is said.
pub const TOKEN_LIFE: Duration = Duration::from_hours(90 * 24);
/// How exact "last used" is; writing it more often would cost a commit per request.
const LAST_USED_EVERY: Duration = Duration::from_hours(1);
/// What every token starts with, so that scanners of secrets find it.
const PREFIX: &str = "gb_";

/// A token that was just made: the only time that its secret is known.
pub struct NewToken {
    /// Its id.
    pub id: TokenId,
    /// The secret, to be shown once.
    pub secret: String,
}

/// Who an integration's token is for: a new member of its own, with its own roles.
pub fn add_integration(tx: &mut Tx<'_>, name: &Name, roles: Roles) -> Result<MemberId> {
    let member = Member {
        workspace_id: tx.workspace,
        id: tx.id(),
        email: None,
        name: name.as_str().to_owned(),
        password_hash: None,
        created_at: tx.now,
        disabled_at: None,
    };
    insert(tx, member, roles)
}

/// Adds a member, whichever way they come in.
pub(crate) fn insert(tx: &mut Tx<'_>, member: Member, roles: Roles) -> Result<MemberId> {
    store::members::add(tx.conn, &member, roles)?;
    let roles: Vec<&str> = roles.iter().map(domain::Role::as_str).collect();
    let data = json!({ "name": member.name, "roles": roles });
    tx.record(Decision { kind: "member.added", subject: member.id.0.into(), data })?;
    Ok(member.id)
}

/// Makes a token for a member.
pub fn add_token(tx: &mut Tx<'_>, member: MemberId, name: &Name, life: Duration) -> Result<NewToken> {
    let secret = new_secret(|bytes| tx.random(bytes));
    let token = Token {
        workspace_id: tx.workspace,
        id: tx.id(),
        member_id: member,
        name: name.as_str().to_owned(),
        hash: hash(&secret),
        created_at: tx.now,
        expires_at: tx.now + life,
        last_used_at: None,
        revoked_at: None,
    };
    store::members::add_token(tx.conn, &token)?;
    let data = json!({ "name": token.name, "member_id": member.to_string() });
    tx.record(Decision { kind: "token.added", subject: token.id.0.into(), data })?;
    Ok(NewToken { id: token.id, secret })
}

/// The caller whose token this is. The same answer for every token that does not hold.
pub fn authenticate(app: &App, secret: &str) -> Result<Caller> {
    let refused = || {
        Error::new(
            Code::Unauthorized,
            "the token is unknown, expired or revoked; make one with `getback token create`",
        )
    };
    if !is_well_formed(secret) {
        return Err(refused());
    }
    let hash = hash(secret);
    let now = app.now();
    let found = app.db().read(|conn| {
        let Some((token, member)) = store::members::token_by_hash(conn, &hash)? else { return Ok(None) };
        let roles = store::members::roles_of(conn, token.workspace_id, member.id)?;
        Ok::<_, Error>(Some((token, member, roles)))
    })?;
    let Some((token, member, roles)) = found else { return Err(refused()) };
    if !is_in_force(&token, &member, now) {
        return Err(refused());
    }
    if token.last_used_at.is_none_or(|used| now.since(used) >= LAST_USED_EVERY) {
        touch(app, token.workspace_id, token.id);
    }
    Ok(Caller {
        workspace: token.workspace_id,
        member: Some(member.id),
        name: member.name,
        roles,
        token: Some(token.id),
    })
}

/// Whether a caller of some time ago may still read: the token is neither revoked nor expired, the member not shut out.
pub fn still_holds(view: &mut View<'_>, caller: &Caller) -> Result<bool> {
    let Some(token) = caller.token else { return Ok(true) };
    let found = store::members::token_by_id(view.conn, view.workspace, token)?;
    Ok(found.is_some_and(|(token, member)| is_in_force(&token, &member, view.now)))
}

fn is_in_force(token: &Token, member: &Member, now: Timestamp) -> bool {
    token.revoked_at.is_none() && token.expires_at > now && member.disabled_at.is_none()
}

/// "Last used" is a courtesy: if it cannot be written, the request goes on.
fn touch(app: &App, workspace: WorkspaceId, token: TokenId) {
    let now = app.now();
    let touched =
        app.db().write(|conn| Ok::<_, Error>(store::members::touch_token(conn, workspace, token, now)?));
    if let Err(e) = touched {
        tracing::warn!(error = %e, "the use of a token was not noted");
    }
}

/// 256 random bits and 32 bits of checksum, so that a mistyped token costs no query.
fn new_secret(fill: impl FnOnce(&mut [u8])) -> String {
    let mut bits = [0; 32];
    fill(&mut bits);
    let body = BASE64.encode(bits);
    let check = checksum(&body);
    format!("{PREFIX}{body}{check}")
}

fn checksum(body: &str) -> String {
    let mut hex = hex::encode(Sha256::digest(body.as_bytes()));
    hex.truncate(8);
    hex
}

fn is_well_formed(secret: &str) -> bool {
    let Some(rest) = secret.strip_prefix(PREFIX) else { return false };
    rest.is_ascii() && rest.len() == 51 && {
        let (body, check) = rest.split_at(43);
        checksum(body) == check
    }
}

/// What is kept of a secret. A plain hash is enough: the secret has 256 bits.
fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_token_is_seen_without_a_query() {
        let secret = new_secret(|bytes| bytes.fill(7));
        assert!(is_well_formed(&secret));
        assert!(!is_well_formed(&secret.replace("gb_B", "gb_C")));
        assert!(!is_well_formed("gb_"));
        assert!(!is_well_formed("gb_ü"));
    }
}

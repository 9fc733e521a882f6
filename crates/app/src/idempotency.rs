//! A write with an `Idempotency-Key` happens once: its answer is kept in the transaction of its effect, and given again.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::{MemberId, WorkspaceId};

use crate::context::{App, Caller, Tx};
use crate::error::{Code, Error, Result};

/// How long an answer is kept.
pub const KEPT_FOR: Duration = Duration::from_hours(48);

/// The key that a caller sent, and what it was sent with.
#[derive(Clone, Debug)]
pub struct Key {
    /// 1 to 255 characters of the caller's choice.
    pub key: String,
    /// SHA-256 of method, path and body, in hex: the same key goes with the same request.
    pub request_hash: String,
}

/// An answer: what the caller gets, now and on every repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: String,
    /// What is kept for repeats instead of the body: a secret is shown once and never stored.
    pub kept: Option<String>,
}

/// The keys that are being worked on by this process.
#[derive(Default)]
pub struct Running {
    keys: Mutex<HashSet<(WorkspaceId, MemberId, String)>>,
}

/// A key taken; it is free again when this is dropped.
struct Taken<'a> {
    running: &'a Running,
    entry: (WorkspaceId, MemberId, String),
}

impl Running {
    fn take(&self, entry: (WorkspaceId, MemberId, String)) -> Result<Taken<'_>> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if !keys.insert(entry.clone()) {
            return Err(Error::new(
                Code::KeyInUse,
                "a request with this `Idempotency-Key` is still running; try again in a moment",
            ));
        }
        Ok(Taken { running: self, entry })
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.running.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.entry);
    }
}

impl App {
    /// Runs a use case in one write transaction, once per key.
    pub fn write_once(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<Answer>,
    ) -> Result<Answer> {
        let Some((key, member)) = key.zip(caller.member) else {
            return self.write(caller, f);
        };
        let _taken = self.running().take((caller.workspace, member, key.key.clone()))?;
        self.write(caller, |tx| {
            if let Some(answer) = kept(tx, member, key)? {
                return Ok(answer);
            }
            let answer = f(tx)?;
            keep(tx, member, key, &answer)?;
            Ok(answer)
        })
    }
}

impl App {
    /// Runs a use case of several transactions that finds out for itself what is left to do. A crash before the answer is kept
    /// makes a repeat of the key do what is left, and answer the same.
    pub fn repeatable_once(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        f: impl FnOnce() -> Result<Answer>,
    ) -> Result<Answer> {
        let Some((key, member)) = key.zip(caller.member) else { return f() };
        let _taken = self.running().take((caller.workspace, member, key.key.clone()))?;
        if let Some(answer) = self.write(caller, |tx| kept(tx, member, key))? {
            return Ok(answer);
        }
        let answer = f()?;
        self.write(caller, |tx| keep(tx, member, key, &answer))?;
        Ok(answer)
    }
}

/// The answer that was given to this key before.
pub fn kept(tx: &mut Tx<'_>, member: MemberId, key: &Key) -> Result<Option<Answer>> {
    let Some(found) = store::idempotency::find(tx.conn, tx.workspace, member, &key.key)? else {
        return Ok(None);
    };
    if tx.now.since(found.created_at) >= KEPT_FOR {
        store::idempotency::forget(tx.conn, tx.workspace, member, &key.key)?;
        return Ok(None);
    }
    if found.request_hash != key.request_hash {
        return Err(Error::new(
            Code::KeyReused,
            "this `Idempotency-Key` came with another request before; use a new one",
        ));
    }
    let status = u16::try_from(found.status).map_err(Error::internal)?;
    Ok(Some(Answer { status, body: found.body, kept: None }))
}

/// Keeps the answer to a key, in the transaction of its effect.
pub fn keep(tx: &mut Tx<'_>, member: MemberId, key: &Key, answer: &Answer) -> Result<()> {
    let answer = store::idempotency::Answer {
        request_hash: key.request_hash.clone(),
        status: i64::from(answer.status),
        body: answer.kept.as_ref().unwrap_or(&answer.body).clone(),
        created_at: tx.now,
    };
    Ok(store::idempotency::keep(tx.conn, tx.workspace, member, &key.key, &answer)?)
}

/// Forgets the answers of a workspace that have been kept long enough; how many.
pub fn purge(app: &App, workspace: WorkspaceId) -> Result<usize> {
    app.write(&Caller::system(workspace), |tx| {
        let before = tx.now - KEPT_FOR;
        Ok(store::idempotency::purge(tx.conn, tx.workspace, before)?)
    })
}

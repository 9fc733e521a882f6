//! What a use case works with: the database, the time, ids, and who is calling.

use std::sync::Arc;

use domain::sql::JsonText;
use domain::{EventId, MemberId, Roles, SubjectId, Timestamp, TokenId, WorkspaceId};
use serde_json::Value;
use store::events::NewEvent;
use store::{Conn, Db};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::idempotency::Running;
use crate::pulse::{Pulse, Subscription};

/// Where time and randomness come from: the system, or a test.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
    /// Fills `bytes` with randomness.
    fn random(&self, bytes: &mut [u8]);
}

/// The application: what all use cases share. Cheap to clone.
#[derive(Clone)]
pub struct App {
    db: Arc<Db>,
    clock: Arc<dyn Clock>,
    running: Arc<Running>,
    pulse: Arc<Pulse>,
}

/// Who is calling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Their workspace.
    pub workspace: WorkspaceId,
    /// The member; nobody when the system acts by itself.
    pub member: Option<MemberId>,
    /// The member's name.
    pub name: String,
    /// What they may do.
    pub roles: Roles,
    /// The token that they brought.
    pub token: Option<TokenId>,
}

impl App {
    /// An application on a database.
    pub fn new(db: Arc<Db>, clock: Arc<dyn Clock>) -> App {
        App { db, clock, running: Arc::default(), pulse: Arc::default() }
    }

    /// The same application at another clock's time: history is made with it.
    #[must_use]
    pub fn at(&self, clock: Arc<dyn Clock>) -> App {
        App { clock, ..self.clone() }
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// A new id of the time now.
    pub fn id<T: From<Uuid>>(&self) -> T {
        new_id(&*self.clock, self.now())
    }

    /// Whether the database answers.
    pub fn ping(&self) -> Result<()> {
        self.db.read(|conn| Ok(store::members::workspaces(conn).map(drop)?))
    }

    pub(crate) fn running(&self) -> &Running {
        &self.running
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Fills `bytes` with randomness.
    pub fn random(&self, bytes: &mut [u8]) {
        self.clock.random(bytes);
    }

    /// Runs a use case that changes nothing.
    pub fn read<T>(&self, caller: &Caller, f: impl FnOnce(&mut View<'_>) -> Result<T>) -> Result<T> {
        let now = self.now();
        self.db.read(|conn| f(&mut View { conn, workspace: caller.workspace, now }))
    }

    /// Runs a use case in one write transaction.
    pub fn write<T>(&self, caller: &Caller, f: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let now = self.now();
        let clock = &*self.clock;
        let done =
            self.db.write(|conn| f(&mut Tx { conn, workspace: caller.workspace, caller, now, clock }))?;
        self.pulse.beat();
        Ok(done)
    }

    /// Wakes up after each write of this process.
    pub fn subscribe(&self) -> Subscription {
        self.pulse.subscribe()
    }

    /// Ends every subscription, so that nothing that waits for news holds up a shutdown.
    pub fn end_subscriptions(&self) {
        self.pulse.end();
    }
}

impl Caller {
    /// The system acting by itself in a workspace: jobs and the command line.
    pub fn system(workspace: WorkspaceId) -> Caller {
        Caller { workspace, member: None, name: "Getback".to_owned(), roles: Roles::default(), token: None }
    }
}

/// A UUIDv7 (RFC 9562) of a time.
fn new_id<T: From<Uuid>>(clock: &dyn Clock, at: Timestamp) -> T {
    let mut random = [0; 10];
    clock.random(&mut random);
    T::from(uuid::Builder::from_unix_timestamp_millis(at.as_millis(), &random).into_uuid())
}

/// A look at one workspace.
pub struct View<'a> {
    /// The connection.
    pub conn: &'a mut Conn,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The time of the look.
    pub now: Timestamp,
}

/// One write transaction of one caller. All of it happens, or nothing.
pub struct Tx<'a> {
    /// The connection, inside the transaction.
    pub conn: &'a mut Conn,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Who is calling.
    pub caller: &'a Caller,
    /// The time of the transaction.
    pub now: Timestamp,
    clock: &'a dyn Clock,
}

/// A decision to record: the words of [`NewEvent`] without what the transaction knows.
pub struct Decision {
    /// What happened, as `noun.verb`.
    pub kind: &'static str,
    /// The row that it is about.
    pub subject: SubjectId,
    /// What undo and the audit need.
    pub data: Value,
}

/// What a recorded decision holds, read back for undo.
pub(crate) fn data_of<T: serde::de::DeserializeOwned>(event: &store::events::Event) -> Result<T> {
    serde_json::from_str(&event.data.0).map_err(Error::internal)
}

/// What undo needs of a decision, as JSON.
pub(crate) fn data(of: &impl serde::Serialize) -> Result<Value> {
    serde_json::to_value(of).map_err(Error::internal)
}

impl Tx<'_> {
    /// A new id of the transaction's time.
    pub fn id<T: From<Uuid>>(&self) -> T {
        new_id(self.clock, self.now)
    }

    /// A secret of 128 random bits, in hex: the token of a lease.
    pub fn secret(&self) -> String {
        let mut random = [0; 16];
        self.clock.random(&mut random);
        hex::encode(random)
    }

    /// Fills `bytes` with randomness.
    pub fn random(&self, bytes: &mut [u8]) {
        self.clock.random(bytes);
    }

    /// The member who is calling; an error for the system, which has no hands.
    pub fn member(&self) -> Result<MemberId> {
        self.caller.member.ok_or_else(|| Error::internal("a member's use case was called by the system"))
    }

    /// Tries something that another writer may have been faster at: if `f` says `None`, what it wrote is taken back, and
    /// the transaction goes on.
    pub fn attempt<T>(&mut self, f: impl FnOnce(&mut Tx<'_>) -> Result<Option<T>>) -> Result<Option<T>> {
        let Tx { workspace, caller, now, clock, .. } = *self;
        self.conn.attempt(|conn| f(&mut Tx { conn, workspace, caller, now, clock }))
    }

    /// The same transaction, as a look.
    pub fn view(&mut self) -> View<'_> {
        View { conn: self.conn, workspace: self.workspace, now: self.now }
    }

    /// Records a decision in the change feed. The kind's noun says what the subject is.
    pub fn record(&mut self, decision: Decision) -> Result<EventId> {
        self.record_undoing(decision, None)
    }

    /// Records a decision that undoes another.
    pub fn record_undoing(&mut self, decision: Decision, undoes: Option<EventId>) -> Result<EventId> {
        let id: EventId = self.id();
        let subject_kind = decision.kind.split_once('.').map_or(decision.kind, |(noun, _)| noun);
        store::events::record(
            self.conn,
            self.workspace,
            &NewEvent {
                id,
                kind: decision.kind,
                actor: self.caller.member,
                subject_kind,
                subject_id: decision.subject,
                at: self.now,
                data: JsonText(decision.data.to_string()),
                undoes,
            },
        )?;
        if let Some(undone) = undoes {
            store::events::mark_undone(self.conn, self.workspace, undone, id)?;
        }
        Ok(id)
    }
}

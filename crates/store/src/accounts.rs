//! Our own accounts on networks.

use diesel::prelude::*;
use domain::{AccountId, Timestamp, WorkspaceId};

use crate::conn::{Conn, Run, StoreResult, of};
use crate::schema::accounts;

/// One of our accounts. What it posts never becomes work.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = accounts, treat_none_as_default_value = false)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The network.
    pub network: String,
    /// The stable id that the network gave.
    pub external_id: String,
    /// What it is called there.
    pub handle: String,
    /// Where its API is.
    pub base_url: Option<String>,
    /// When it was connected.
    pub created_at: Timestamp,
    /// When it was paused.
    pub paused_at: Option<Timestamp>,
}

/// Adds an account.
pub fn insert(conn: &mut Conn, workspace: WorkspaceId, account: &Account) -> StoreResult<()> {
    diesel::insert_into(accounts::table)
        .values((accounts::workspace_id.eq(workspace), account))
        .run(conn)
        .map(drop)
}

/// All accounts of a workspace: a handful.
pub fn list(conn: &mut Conn, workspace: WorkspaceId) -> StoreResult<Vec<Account>> {
    accounts::table
        .filter(accounts::workspace_id.eq(workspace))
        .order(accounts::id.asc())
        .select(of::<Account>())
        .all(conn)
}

//! Opens follow-ups whose time has come: settled, snoozed long enough, or left by their claimer.

use domain::WorkspaceId;

use crate::context::{App, Caller};
use crate::error::Result;

/// How many are opened in one transaction.
const CHUNK: i64 = 5_000;

/// Opens all of them; how many.
pub fn wake(app: &App, workspace: WorkspaceId) -> Result<usize> {
    let caller = Caller::system(workspace);
    let mut opened = 0;
    while app.read(&caller, |view| Ok(store::follow_ups::any_to_wake(view.conn, workspace, view.now)?))? {
        opened += app.write(&caller, |tx| Ok(store::follow_ups::wake(tx.conn, workspace, tx.now, CHUNK)?))?;
    }
    Ok(opened)
}

//! Audits a live database against the laws.

use domain::{SubjectId, WorkspaceId};
use store::check::RULES;

use crate::context::{App, Caller};
use crate::error::Result;

/// A row that breaks a law.
#[derive(Clone, Debug)]
pub struct Breach {
    /// The law.
    pub law: u8,
    /// What is wrong, with the kinds of the two ids at its end.
    pub says: &'static str,
    /// The first id.
    pub id: SubjectId,
    /// The second.
    pub other: SubjectId,
}

/// How many rules are checked.
pub const CHECKED: usize = RULES.len();

/// Every row of a workspace that breaks a law, at most a hundred per rule. Empty on a sound database.
pub fn run(app: &App, workspace: WorkspaceId) -> Result<Vec<Breach>> {
    let caller = Caller::system(workspace);
    let mut breaches = Vec::new();
    for rule in RULES {
        let found =
            app.read(&caller, |view| Ok(store::check::offenders(view.conn, view.workspace, rule)?))?;
        let breach =
            |o: store::check::Offender| Breach { law: rule.law, says: rule.says, id: o.id, other: o.other };
        breaches.extend(found.into_iter().map(breach));
    }
    Ok(breaches)
}

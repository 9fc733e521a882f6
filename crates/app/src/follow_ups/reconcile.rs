//! Makes what is owed agree with the facts, after anything that changes them.

use domain::state::Reason;
use domain::{FeatureId, PersonId};

use crate::context::Tx;
use crate::error::Result;

/// What may have changed.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Everything about one effective person.
    Person(PersonId),
    /// Everything about one effective feature.
    Feature(FeatureId),
}

/// Plans what is owed and withdraws what no longer is, giving `cause` as the reason; how many items were planned.
pub fn reconcile(tx: &mut Tx<'_>, scope: Scope, cause: Reason) -> Result<usize> {
    let _ = (tx, scope, cause);
    Ok(0)
}

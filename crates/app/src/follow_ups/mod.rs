//! Follow-ups: what we owe the people who asked.

mod claim;
mod combine;
mod held;
mod lease;
mod reconcile;
mod skip;
mod snooze;
mod tell;
mod told_before;
mod view;
mod wake;

pub use claim::{Claimed, Wanted, claim};
pub use combine::{combine, separate};
pub use held::open_held;
pub use lease::{release, renew};
pub use reconcile::{Scope, reconcile};
pub(crate) use reconcile::{plan_merged, plan_range, sync_status};
pub use skip::skip;
pub(crate) use skip::undo as undo_skip;
pub use snooze::snooze;
pub(crate) use snooze::undo as undo_snooze;
pub use store::follow_ups::{FollowUp, FollowUpQuery, ItemDetail, PersonDetail};
pub use tell::{Telling, tell};
pub use told_before::{ToldBefore, told_before};
pub use view::{FollowUpView, Target, get, list, with_details};
pub use wake::wake;

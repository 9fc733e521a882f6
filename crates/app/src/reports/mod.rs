//! Reports: the numbers that the team looks at.

mod measure;

pub use measure::{LoopReport, measure};
pub use store::reports::{Ages, Answers, Month, Period, Waiting, Wanted};

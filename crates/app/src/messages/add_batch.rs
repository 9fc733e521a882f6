//! Takes in many messages.

use domain::MessageId;

use super::incoming::Incoming;
use super::ingest::{How, ingest};
use crate::context::Tx;
use crate::error::Result;

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchReport {
    /// How many are new.
    pub created: usize,
    /// How many were known and say something new.
    pub updated: usize,
    /// How many were known.
    pub unchanged: usize,
    /// Their ids, in the order in which they came.
    pub ids: Vec<MessageId>,
}

/// Takes in many messages at once, in their order.
pub fn add_batch(tx: &mut Tx<'_>, items: &[Incoming]) -> Result<BatchReport> {
    let mut report = BatchReport::default();
    for (id, how) in ingest(tx, items)?.arrivals() {
        report.ids.push(id);
        match how {
            How::Created => report.created += 1,
            How::Updated => report.updated += 1,
            How::Unchanged => report.unchanged += 1,
        }
    }
    Ok(report)
}

//! The planning of follow-ups, in sets: which people are owed word of a feature, and who no longer is.
//!
//! The rule is [`domain::planning::due`]; these statements apply it to many people at once, and a property test holds the
//! two against each other. Both passes gather what they touch in a temporary table first, so that each later statement is
//! a plain join.

mod facts;
mod plan;
mod withdraw;

pub use facts::{
    author_of, count_told, effective_person, features_asked_by, features_named, is_opted_out, items_about,
    message_of,
};
pub use plan::{Asker, Shipping, merged_askers, next_boundary, plan};
pub use withdraw::{Withdrawal, refresh_one, withdraw};

use diesel::connection::SimpleConnection as _;

use crate::conn::{Conn, StoreResult, on};

/// The temporary tables, made once per connection and emptied before each use.
const SCRATCH: &str = "
    CREATE TEMPORARY TABLE IF NOT EXISTS due (
        person_id {id} NOT NULL, request_id {id} NOT NULL, asked_at {instant} NOT NULL, history INTEGER NOT NULL, barred INTEGER NOT NULL
    );
    CREATE TEMPORARY TABLE IF NOT EXISTS touched (person_id {id} NOT NULL, feature_id {id} NOT NULL, follow_up_id {id} NOT NULL);
    DELETE FROM due;
    DELETE FROM touched;";

fn prepare(conn: &mut Conn) -> StoreResult<()> {
    let (id, instant) = match conn {
        Conn::Sqlite(_) => ("BLOB", "INTEGER"),
        Conn::Postgres(_) => ("uuid", "timestamptz"),
    };
    let scratch = SCRATCH.replace("{id}", id).replace("{instant}", instant);
    Ok(on!(conn, |c| c.batch_execute(&scratch))?)
}

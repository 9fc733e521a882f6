//! Jonas works the queue: one person at a time, in the thread where they asked.

use app::follow_ups::{self, Claimed, Telling, Wanted};
use app::{Result, Tx};
use domain::Role;
use domain::state::Reason;
use domain::text::Link;

use super::Story;
use crate::demo::posts::DAYS;

/// How many people Jonas tells on a day.
const A_DAY: usize = 8;
/// From this day on he has less time, so that a queue is left.
const BUSY_FROM: u32 = DAYS - 12;
const A_BUSY_DAY: usize = 3;

impl Story<'_> {
    /// Tells some of those who are owed word.
    pub(super) fn answer(&mut self, day: u32) -> anyhow::Result<()> {
        let many = if day < BUSY_FROM { A_DAY } else { A_BUSY_DAY };
        let skips: Vec<bool> = (0..many).map(|_| self.dice.percent(4)).collect();
        self.app.write(&self.caller(Role::Responder), |tx| {
            for skip in skips {
                if !answer_next(tx, skip)? {
                    break;
                }
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// Answers whoever has waited longest; false when nobody waits.
fn answer_next(tx: &mut Tx<'_>, skip: bool) -> Result<bool> {
    let Some(Claimed { follow_up, token, .. }) = follow_ups::claim(tx, Wanted::default())? else {
        return Ok(false);
    };
    let id = follow_up.follow_up.id;
    if skip {
        follow_ups::skip(tx, id, &token, Reason::AlreadyKnows)?;
        return Ok(true);
    }
    let url: Option<Link> =
        follow_up.target.url.as_ref().and_then(|url| format!("{url}/good-news").parse().ok());
    follow_ups::tell(tx, id, &token, &Telling { url, ..Telling::default() })?;
    Ok(true)
}

//! A sample workspace: Slate Notes, a note-taking product, and the people who write to it. It is made through the use
//! cases on simulated networks, in a temporary folder, and comes out the same each time but for its dates.

mod clock;
mod content;
mod people;
mod posts;
mod random;
mod story;
mod team;

use std::sync::Arc;

use app::App;
use domain::Role;
use domain::Timestamp;

use clock::StoryClock;
use content::Content;
use random::Dice;
use story::{Cast, Story};
pub use team::ADMIN;

/// What everything is drawn from.
const SEED: u64 = 20_261_124;
/// How many people there are at scale 1.
const PEOPLE: usize = 430;
const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

/// The workspace in numbers, and a token for each role.
pub struct Sample {
    pub tokens: Vec<(Role, String)>,
}

/// Fills the database of `app`, whose time is now.
pub async fn fill(app: &App, scale: usize) -> anyhow::Result<Sample> {
    let content = Content::read()?;
    let mut dice = Dice::new(SEED);
    let crowd = people::crowd(&content.voices, &mut dice, PEOPLE * scale)?;
    let posts = posts::plan(&content, &crowd, &mut dice, scale);

    let start = begin(app.now());
    let clock = Arc::new(StoryClock::new(start, dice.next()));
    let past = app.at(Arc::<StoryClock>::clone(&clock));
    let team = team::hire(&past)?;
    let cast = Cast { app: &past, clock: &clock, team: &team, content: &content, crowd: &crowd };
    Story::new(&cast, start, dice.next())?.tell(posts).await?;
    Ok(Sample { tokens: team.tokens(app)? })
}

/// The story begins at a midnight and ends at the last one.
fn begin(now: Timestamp) -> Timestamp {
    let midnight = Timestamp(now.0 - now.0.rem_euclid(DAY_MICROS));
    midnight - std::time::Duration::from_hours(u64::from(posts::DAYS) * 24)
}

//! Brings the database's schema up to date; every other command does so as well.

use crate::config::Settings;
use crate::{installation, output};

pub fn run(settings: &Settings) -> anyhow::Result<()> {
    let app = installation::make(settings)?;
    let ran = match app.db().steps_run() {
        0 => "no step was missing".to_owned(),
        steps => format!("{} run", output::count(steps, "step")),
    };
    output::tell(&format!("The schema of {} is up to date: {ran}.", settings.database_url));
    Ok(())
}

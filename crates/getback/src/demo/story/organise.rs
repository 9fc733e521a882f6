//! Priya keeps the catalogue in order: she ships releases, merges what was written down twice, and says what is planned.

use std::time::Duration;

use anyhow::Context as _;
use app::features::{self, Edit};
use app::people;
use app::releases::{self, NewRelease};
use domain::state::FeatureStatus;
use domain::{FeatureId, PersonId, ReleaseId, Role};

use super::Story;
use crate::demo::content::Release;
use crate::demo::posts::{DAYS, UNREAD_DAYS};

/// The day on which the roadmap is written down.
const ROADMAP_DAY: u32 = DAYS - 60;
/// The day on which people with two accounts are found out.
const TIDY_DAY: u32 = DAYS - 45;
/// The days on which somebody asks not to be written to again.
const OPT_OUT_DAYS: [u32; 3] = [420, 700, 980];

impl Story<'_> {
    /// What happens on a morning.
    pub(super) fn organise(&mut self, day: u32) -> anyhow::Result<()> {
        self.merge_doubles(day)?;
        let content = self.content;
        for release in &content.releases {
            match release.days_ago {
                Some(days_ago) if DAYS - days_ago == day => self.ship(release)?,
                None if DAYS - UNREAD_DAYS == day => {
                    self.prepare(release)?;
                }
                _ => {}
            }
        }
        if day == ROADMAP_DAY {
            self.write_roadmap()?;
        }
        if day == TIDY_DAY {
            self.merge_people()?;
        }
        if OPT_OUT_DAYS.contains(&day) {
            self.opt_out()?;
        }
        Ok(())
    }

    fn merge_doubles(&mut self, day: u32) -> anyhow::Result<()> {
        let ripe = self.duplicates.iter().filter(|(_, (_, until))| *until == day);
        let mut ripe: Vec<(usize, FeatureId)> = ripe.map(|(wish, (id, _))| (*wish, *id)).collect();
        ripe.sort_unstable();
        for (wish, double) in ripe {
            let into = *self.features.get(&wish).context("the original was there first")?;
            self.app
                .write(&self.caller(Role::ReleaseManager), |tx| features::merge(tx, double, into, None))?;
        }
        Ok(())
    }

    fn ship(&mut self, release: &Release) -> anyhow::Result<()> {
        let id = self.prepare(release)?;
        releases::ship(self.app, &self.caller(Role::ReleaseManager), id, Some(Duration::ZERO))?;
        Ok(())
    }

    /// A release with the features that people asked for.
    fn prepare(&mut self, release: &Release) -> anyhow::Result<ReleaseId> {
        let new = NewRelease {
            name: release.name.parse()?,
            url: Some(format!("https://slate.example/releases/{}", release.name).parse()?),
            notes: release.notes.parse()?,
            audience: "everyone".parse()?,
            scheduled_for: None,
        };
        let wishes = self.content.wishes.iter().enumerate();
        let contents: Vec<FeatureId> = wishes
            .filter(|(_, wish)| wish.release.as_ref() == Some(&release.name))
            .filter_map(|(place, _)| self.features.get(&place).copied())
            .collect();
        Ok(self.app.write(&self.caller(Role::ReleaseManager), |tx| {
            let id = releases::add(tx, new)?.release.id;
            for feature in contents {
                releases::add_feature(tx, id, feature)?;
            }
            Ok(id)
        })?)
    }

    fn write_roadmap(&mut self) -> anyhow::Result<()> {
        for (place, wish) in self.content.wishes.iter().enumerate() {
            let status = wish.status.as_deref().unwrap_or("open").parse::<FeatureStatus>()?;
            let Some(id) = self.features.get(&place) else { continue };
            if status != FeatureStatus::Open {
                let edit = Edit { status: Some(status), ..Edit::default() };
                self.app
                    .write(&self.caller(Role::ReleaseManager), |tx| features::edit(tx, *id, edit, None))?;
            }
        }
        Ok(())
    }

    /// Two of three people who write on two networks are known to be one.
    fn merge_people(&mut self) -> anyhow::Result<()> {
        let mut pairs: Vec<(PersonId, PersonId)> =
            self.people.values().filter_map(|ids| ids.first().copied().zip(ids.get(1).copied())).collect();
        pairs.sort_unstable();
        for (number, (first, second)) in pairs.into_iter().enumerate() {
            if number % 3 < 2 {
                self.app.write(&self.caller(Role::Specialist), |tx| people::merge(tx, second, first))?;
            }
        }
        Ok(())
    }

    fn opt_out(&mut self) -> anyhow::Result<()> {
        let mut personas: Vec<usize> = self.people.keys().copied().collect();
        personas.sort_unstable();
        let Some(persona) = self.dice.pick(&personas) else { return Ok(()) };
        let Some(person) = self.people.get(persona).and_then(|ids| ids.first().copied()) else {
            return Ok(());
        };
        let reason = "asked not to be written to again".parse()?;
        self.app.write(&self.caller(Role::Responder), |tx| people::opt_out(tx, person, &reason))?;
        Ok(())
    }
}

//! Messages from a file into a workspace, in chunks of one transaction each. What is known is known by its network and id,
//! and what is linked by message and feature, so a file can be imported again without doubling anything.

mod catalogue;
mod chunk;
mod csv;
mod jsonl;
mod row;

use std::collections::HashSet;
use std::fs::File;
use std::path::Path;

use anyhow::Context as _;
use app::{App, Caller, Code, Error};
use serde::Serialize;

use crate::output::Progress;
use catalogue::Catalogue;
use chunk::Taken;
use row::{RawRow, Row};

/// How many rows one transaction takes.
const CHUNK: usize = 1_000;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A header line, then one message per record.
    Csv,
    /// One message per line, as the API takes it.
    Jsonl,
}

/// A row of a file as it stands there: its line, how far into the file it ends, and what it holds or what is wrong.
struct Found {
    line: u64,
    end: u64,
    row: Result<RawRow, String>,
}

/// What an import did, or would do.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Rows read.
    pub rows: usize,
    /// Messages that are new.
    pub created: usize,
    /// Messages that were known and say something new.
    pub updated: usize,
    /// Messages that were known.
    pub unchanged: usize,
    /// Features that were made.
    pub features: usize,
    /// Requests that were made.
    pub requests: usize,
    /// How many of them are for features that have shipped: history, which waits for a go.
    pub requests_for_shipped: usize,
    /// People who are noted as told.
    pub told: usize,
    /// Rows that were left out.
    pub rejected: Vec<Rejected>,
}

/// A row that was left out.
#[derive(Debug, Serialize)]
pub struct Rejected {
    /// Its line in the file.
    pub line: u64,
    /// What is wrong with it.
    pub detail: String,
}

/// One import under way.
struct Importer<'a> {
    app: &'a App,
    caller: &'a Caller,
    catalogue: Catalogue,
    new_titles: HashSet<String>,
    report: Report,
}

/// Imports a file, or tries to.
pub fn import(
    app: &App,
    caller: &Caller,
    file: &Path,
    format: Format,
    dry_run: bool,
) -> anyhow::Result<Report> {
    let opened = File::open(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let size = opened.metadata().map_or(0, |metadata| metadata.len());
    let rows: Box<dyn Iterator<Item = Found>> = match format {
        Format::Csv => Box::new(csv::rows(opened)?),
        Format::Jsonl => Box::new(jsonl::rows(opened)),
    };
    let mut importer = Importer {
        app,
        caller,
        catalogue: Catalogue::load(app, caller)?,
        new_titles: HashSet::new(),
        report: Report { dry_run, ..Report::default() },
    };
    let progress = Progress::new(size, "rows");
    let mut chunk = Vec::with_capacity(CHUNK);
    for found in rows {
        importer.report.rows += 1;
        match found.row.and_then(|raw| raw.check(found.line)) {
            Ok(row) => chunk.push(row),
            Err(detail) => importer.report.rejected.push(Rejected { line: found.line, detail }),
        }
        if chunk.len() == CHUNK {
            importer.take(&chunk)?;
            chunk.clear();
        }
        progress.at(found.end, importer.report.rows);
    }
    importer.take(&chunk)?;
    progress.end();
    Ok(importer.report)
}

impl Importer<'_> {
    /// Takes some rows in one transaction, which is undone again if this is only a try.
    fn take(&mut self, rows: &[Row]) -> anyhow::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let dry_run = self.report.dry_run;
        let mut taken = None;
        let outcome = self.app.write(self.caller, |tx| {
            taken = Some(chunk::take(tx, rows, &self.catalogue)?);
            if dry_run { Err(Error::new(Code::WrongState, "only tried")) } else { Ok(()) }
        });
        match (outcome, taken) {
            (Ok(()), Some(taken)) => self.count(taken),
            (Err(_), Some(taken)) if dry_run => self.count(taken),
            (Err(e), _) => {
                let lines =
                    rows.first().zip(rows.last()).map_or((0, 0), |(first, last)| (first.line, last.line));
                let left = format!("lines {} to {} were not imported; those before were", lines.0, lines.1);
                return Err(anyhow::Error::from(e).context(left));
            }
            (Ok(()), None) => {}
        }
        Ok(())
    }

    fn count(&mut self, taken: Taken) {
        let report = &mut self.report;
        report.created += taken.messages.created;
        report.updated += taken.messages.updated;
        report.unchanged += taken.messages.unchanged;
        report.requests += taken.requests;
        report.requests_for_shipped += taken.requests_for_shipped;
        report.told += taken.told;
        report.rejected.extend(taken.refused);
        for (title, feature) in taken.features {
            self.new_titles.insert(title.clone());
            if !report.dry_run {
                self.catalogue.add(title, feature);
            }
        }
        report.features = self.new_titles.len();
    }
}

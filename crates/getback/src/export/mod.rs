//! Everything of a workspace as files of JSON lines, one file per kind, read a page at a time.

mod line;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::Context as _;
use app::{App, Caller, View, export};
use serde_json::{Map, Value};

use crate::output::Progress;

/// How many lines each file got, by its name without `.jsonl`.
pub type Counts = Map<String, Value>;

/// One export under way.
struct Exporter<'a> {
    app: &'a App,
    caller: &'a Caller,
    folder: &'a Path,
    counts: Counts,
}

/// Writes every kind into `folder`. A file takes its name when it is complete.
pub fn export(app: &App, caller: &Caller, folder: &Path) -> anyhow::Result<Counts> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    let mut exporter = Exporter { app, caller, folder, counts: Counts::new() };
    let pair = |person, feature| Some((person, feature));
    exporter.write("messages", export::messages, line::message, |row| Some(row.message.id))?;
    exporter.write("people", export::people, line::person, |row| Some(row.person.id))?;
    exporter.write("opt_outs", export::opt_outs, line::opt_out, |row| Some(row.id))?;
    exporter.write("features", export::features, line::feature, |row| Some(row.feature.id))?;
    exporter.write("requests", export::requests, line::request, |row| Some(row.id))?;
    exporter.write("releases", export::releases, line::release, |row| Some(row.release.id))?;
    exporter.write("follow_ups", export::follow_ups, line::follow_up, |row| Some(row.id))?;
    exporter
        .write("follow_up_items", export::items, line::item, |row| pair(row.person_id, row.feature_id))?;
    exporter.write("told", export::told, line::told, |row| pair(row.person_id, row.feature_id))?;
    exporter.write("tags", export::tags, line::tag, |row| Some(row.id))?;
    exporter.write("events", export::events, line::event, |row| {
        Some(export::Place { tx: row.tx, seq: row.seq })
    })?;
    Ok(exporter.counts)
}

impl Exporter<'_> {
    /// Writes one kind: pages of rows, a line for each, and the key to go on from.
    fn write<T, K: Copy>(
        &mut self,
        kind: &'static str,
        page: fn(&mut View<'_>, Option<K>) -> app::Result<Vec<T>>,
        line: fn(&T) -> Value,
        key: impl Fn(&T) -> Option<K>,
    ) -> anyhow::Result<()> {
        let path = self.folder.join(format!("{kind}.jsonl"));
        let partial = path.with_added_extension("partial");
        let cannot = || format!("cannot write `{}`", partial.display());
        let mut file = BufWriter::new(File::create(&partial).with_context(cannot)?);
        let progress = Progress::new(0, kind);
        let (mut after, mut written) = (None, 0_usize);
        loop {
            let rows = self.app.read(self.caller, |view| page(view, after))?;
            let Some(last) = rows.last() else { break };
            after = key(last);
            for row in &rows {
                serde_json::to_writer(&mut file, &line(row)).with_context(cannot)?;
                file.write_all(b"\n").with_context(cannot)?;
            }
            written += rows.len();
            progress.at(0, written);
        }
        file.into_inner()
            .map_err(std::io::IntoInnerError::into_error)
            .and_then(|file| file.sync_all())
            .with_context(cannot)?;
        std::fs::rename(&partial, &path).with_context(cannot)?;
        progress.end();
        self.counts.insert(kind.to_owned(), written.into());
        Ok(())
    }
}

//! Rows from records of CSV. The first line names the columns, in any order.

use std::fs::File;

use anyhow::{Context as _, bail};
use csv::{Reader, ReaderBuilder, StringRecord};

use super::Found;
use super::row::{RawAuthor, RawRow};

/// The columns that are known. Several features or tags in one cell are separated by `;`.
const COLUMNS: [&str; 16] = [
    "network",
    "external_id",
    "url",
    "author_external_id",
    "author_handle",
    "author_name",
    "text",
    "posted_at",
    "parent_external_id",
    "thread_external_id",
    "edited_at",
    "feature",
    "features",
    "quote",
    "tags",
    "told_at",
];
const NEEDED: [&str; 5] = ["network", "external_id", "author_external_id", "text", "posted_at"];

/// The rows of a file. An unknown or missing column fails the whole file.
pub(super) fn rows(file: File) -> anyhow::Result<impl Iterator<Item = Found>> {
    let mut reader = ReaderBuilder::new().flexible(false).from_reader(file);
    let header = reader.headers().context("the first line must name the columns")?.clone();
    let columns: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
    if let Some(unknown) = columns.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
        bail!("there is no column `{unknown}`; the columns are {}", COLUMNS.join(", "));
    }
    if let Some(missing) = NEEDED.iter().find(|name| !columns.iter().any(|column| column == *name)) {
        bail!("the column `{missing}` is missing; every message needs {}", NEEDED.join(", "));
    }
    let mut record = StringRecord::new();
    Ok(std::iter::from_fn(move || next(&mut reader, &columns, &mut record)))
}

fn next(reader: &mut Reader<File>, columns: &[String], record: &mut StringRecord) -> Option<Found> {
    let begin = reader.position().line();
    let row = match reader.read_record(record) {
        Ok(false) => return None,
        Ok(true) => Ok(raw(columns, record)),
        Err(e) => Err(wrong(&e)),
    };
    let line = record.position().map_or(begin, csv::Position::line);
    Some(Found { line, end: reader.position().byte(), row })
}

fn wrong(e: &csv::Error) -> String {
    match e.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} columns instead of {expected_len}; put text with commas in quotes")
        }
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8".to_owned(),
        _ => e.to_string(),
    }
}

fn raw(columns: &[String], record: &StringRecord) -> RawRow {
    let cell = |name: &str| {
        let at = columns.iter().position(|column| column == name)?;
        record.get(at).filter(|cell| !cell.is_empty()).map(str::to_owned)
    };
    let list = |name: &str| -> Vec<String> {
        let cell = cell(name).unwrap_or_default();
        cell.split(';').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    };
    RawRow {
        network: cell("network"),
        external_id: cell("external_id"),
        url: cell("url"),
        author: RawAuthor {
            external_id: cell("author_external_id"),
            handle: cell("author_handle"),
            name: cell("author_name"),
        },
        // An empty cell is an empty text: a picture alone says something.
        text: Some(cell("text").unwrap_or_default()),
        posted_at: cell("posted_at"),
        parent_external_id: cell("parent_external_id"),
        thread_external_id: cell("thread_external_id"),
        edited_at: cell("edited_at"),
        feature: cell("feature"),
        features: list("features"),
        quote: cell("quote"),
        tags: list("tags"),
        told_at: cell("told_at"),
        ..RawRow::default()
    }
}

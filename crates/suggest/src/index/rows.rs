//! Which terms each document has: lists of different lengths in one allocation.

use super::counted::Counted;
use crate::ids::DocId;
use crate::number::narrow;
use crate::table::Table;

/// Below this many unused cells closing the gaps is not worth it.
const FEW_CELLS: usize = 4_096;

/// One list of cells a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    spans: Table<DocId, Span>,
    cells: Vec<Counted>,
    unused: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: u32,
    len: u32,
}

impl Span {
    fn range(self) -> std::ops::Range<usize> {
        let start = self.start as usize;
        start..start + self.len as usize
    }
}

impl Rows {
    /// Stores the row of a document that has none.
    pub(super) fn set(&mut self, doc: DocId, row: &[Counted]) {
        let start = narrow(self.cells.len());
        self.cells.extend_from_slice(row);
        self.spans.set(doc, Span { start, len: narrow(row.len()) });
    }

    /// The row of a document, empty if it has none.
    pub(super) fn get(&self, doc: DocId) -> &[Counted] {
        self.cells.get(self.spans.value(doc).range()).unwrap_or_default()
    }

    /// Removes a row and overwrites where it was.
    pub(super) fn take(&mut self, doc: DocId) -> Vec<Counted> {
        let row = self.get(doc).to_vec();
        let span = self.spans.take(doc);
        if let Some(cells) = self.cells.get_mut(span.range()) {
            cells.fill(Counted::ERASED);
        }
        self.unused += row.len();
        if self.unused > FEW_CELLS && self.unused * 2 > self.cells.len() {
            self.close_gaps();
        }
        row
    }

    fn close_gaps(&mut self) {
        let old = std::mem::take(self);
        for (doc, span) in old.spans.iter() {
            if let Some(row) = old.cells.get(span.range()).filter(|row| !row.is_empty()) {
                self.set(doc, row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_closed_and_rows_survive() {
        let row: Vec<Counted> = (0..10).map(|id| Counted::new(id, 1)).collect();
        let mut rows = Rows::default();
        for doc in 0..1_000 {
            rows.set(DocId(doc), &row);
        }
        for doc in 0..999 {
            assert_eq!(rows.take(DocId(doc)), row);
        }
        assert!(rows.cells.len() < FEW_CELLS * 2);
        assert_eq!(rows.get(DocId(999)), row);
        assert_eq!(rows.get(DocId(3)), []);
    }
}

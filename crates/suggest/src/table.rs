//! A table addressed by a typed id: a vector in which a missing row reads as the default.

use std::marker::PhantomData;

use crate::ids::Row;

/// Rows of `T` addressed by `I`.
#[derive(Debug, Clone)]
pub(crate) struct Table<I, T> {
    rows: Vec<T>,
    id: PhantomData<I>,
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self { rows: Vec::new(), id: PhantomData }
    }
}

impl<I: Row, T: Default> Table<I, T> {
    /// A table of `len` default rows.
    pub(crate) fn zeroed(len: usize) -> Self
    where
        T: Clone,
    {
        Self { rows: vec![T::default(); len], id: PhantomData }
    }

    /// The row `id`, if the table reaches that far.
    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.rows.get(id.position())
    }

    /// The row `id`, or the default.
    pub(crate) fn value(&self, id: I) -> T
    where
        T: Copy,
    {
        self.get(id).copied().unwrap_or_default()
    }

    /// The row `id` for writing, if the table reaches that far.
    pub(crate) fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.rows.get_mut(id.position())
    }

    /// Replaces the row `id`; the table grows to hold it.
    pub(crate) fn set(&mut self, id: I, row: T) {
        self.row_mut(id, |slot| *slot = row);
    }

    /// Changes the row `id`; the table grows to hold it.
    pub(crate) fn row_mut<R>(&mut self, id: I, change: impl FnOnce(&mut T) -> R) -> R {
        let position = id.position();
        if position >= self.rows.len() {
            self.rows.resize_with(position + 1, T::default);
        }
        change(self.rows.get_mut(position).expect("the table was just grown to this row"))
    }

    /// Removes the row `id`, leaving the default, and returns it.
    pub(crate) fn take(&mut self, id: I) -> T {
        self.get_mut(id).map(std::mem::take).unwrap_or_default()
    }

    /// Number of rows, used or not.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Every row with its id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.rows.iter().enumerate().map(|(position, row)| (I::at(position), row))
    }
}

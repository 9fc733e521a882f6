//! Pages of lists: keyset cursors, opaque to the caller and bound to their workspace.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use domain::WorkspaceId;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::{Error, Result};

/// How many items a page may hold.
pub const MAX_LIMIT: i64 = 200;
/// How many it holds if nothing is said.
pub const DEFAULT_LIMIT: i64 = 50;

/// Which page of a list is wanted.
#[derive(Clone, Debug, Default)]
pub struct PageQuery {
    /// How many items, 1 to [`MAX_LIMIT`].
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// Its items.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The same page of other items.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next_cursor: self.next_cursor }
    }
}

/// A place in a list: the sort key of the last item seen (a time or a count), and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The value that the list is sorted by.
    pub value: i64,
    /// Ties are broken by id.
    pub id: Uuid,
}

impl PageQuery {
    /// The limit, checked.
    pub fn limit(&self) -> Result<i64> {
        match self.limit {
            None => Ok(DEFAULT_LIMIT),
            Some(limit) if (1..=MAX_LIMIT).contains(&limit) => Ok(limit),
            Some(_) => Err(Error::field("?limit", format!("must be 1 to {MAX_LIMIT}"))),
        }
    }

    /// The place to go on from in the list called `list`, checked.
    pub fn after(&self, workspace: WorkspaceId, list: &str) -> Result<Option<Key>> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        Key::parse(cursor, workspace, list).map(Some).ok_or_else(wrong_cursor)
    }

    /// The same in a list that is sorted by text.
    pub fn after_text(&self, workspace: WorkspaceId, list: &str) -> Result<Option<TextKey>> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        TextKey::parse(cursor, workspace, list).map(Some).ok_or_else(wrong_cursor)
    }

    /// Makes a page of rows that were read with one more than the limit.
    pub fn page<T>(
        &self,
        workspace: WorkspaceId,
        list: &str,
        rows: Vec<T>,
        key_of: impl Fn(&T) -> Key,
    ) -> Result<Page<T>> {
        self.cut(rows, |last| key_of(last).cursor(workspace, list))
    }

    /// The same in a list that is sorted by text.
    pub fn page_by_text<T>(
        &self,
        workspace: WorkspaceId,
        list: &str,
        rows: Vec<T>,
        key_of: impl Fn(&T) -> TextKey,
    ) -> Result<Page<T>> {
        self.cut(rows, |last| key_of(last).cursor(workspace, list))
    }

    fn cut<T>(&self, mut rows: Vec<T>, cursor_of: impl Fn(&T) -> String) -> Result<Page<T>> {
        let limit = usize::try_from(self.limit()?).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(cursor_of);
        Ok(Page { items: rows, next_cursor })
    }
}

fn wrong_cursor() -> Error {
    Error::field("?cursor", "is not a cursor of this list; pass `next_cursor` as it came")
}

/// A place in a list that is sorted by text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextKey {
    /// The text that the list is sorted by.
    pub value: String,
    /// Ties are broken by id.
    pub id: Uuid,
}

impl Key {
    /// The place that a cursor of the list called `list` stands for.
    pub(crate) fn parse(cursor: &str, workspace: WorkspaceId, list: &str) -> Option<Key> {
        let (value, id) = open(cursor, workspace, list)?;
        Some(Key { value: i64::from_be_bytes(value.try_into().ok()?), id })
    }

    /// The place as a cursor of the list called `list`.
    pub(crate) fn cursor(self, workspace: WorkspaceId, list: &str) -> String {
        seal(&self.value.to_be_bytes(), self.id, workspace, list)
    }
}

impl TextKey {
    /// The place that a cursor of the list called `list` stands for.
    pub(crate) fn parse(cursor: &str, workspace: WorkspaceId, list: &str) -> Option<TextKey> {
        let (value, id) = open(cursor, workspace, list)?;
        Some(TextKey { value: String::from_utf8(value).ok()?, id })
    }

    /// The place as a cursor of the list called `list`.
    pub(crate) fn cursor(&self, workspace: WorkspaceId, list: &str) -> String {
        seal(self.value.as_bytes(), self.id, workspace, list)
    }
}

/// How many bytes of a cursor tie it to its workspace and list.
const CHECK: usize = 6;

fn seal(value: &[u8], id: Uuid, workspace: WorkspaceId, list: &str) -> String {
    let check = check(value, id, workspace, list);
    BASE64.encode([check.as_slice(), id.as_bytes(), value].concat())
}

fn open(cursor: &str, workspace: WorkspaceId, list: &str) -> Option<(Vec<u8>, Uuid)> {
    let bytes = BASE64.decode(cursor).ok()?;
    let (checked, rest) = bytes.split_first_chunk::<CHECK>()?;
    let (id, value) = rest.split_first_chunk::<16>()?;
    let id = Uuid::from_bytes(*id);
    (*checked == check(value, id, workspace, list)).then(|| (value.to_vec(), id))
}

/// Ties a cursor to its workspace and list, so that one of another is refused rather than misread. Not a secret.
fn check(value: &[u8], id: Uuid, workspace: WorkspaceId, list: &str) -> [u8; CHECK] {
    let mut hash = Sha256::new();
    for part in [workspace.0.as_bytes(), list.as_bytes(), id.as_bytes(), value] {
        hash.update(part);
    }
    let digest = hash.finalize();
    let mut check = [0; CHECK];
    check.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_place_in_its_own_list_only() {
        let (ours, theirs) = (WorkspaceId(Uuid::from_u128(1)), WorkspaceId(Uuid::from_u128(2)));
        let key = Key { value: -5, id: Uuid::from_u128(7) };
        let query = PageQuery { limit: None, cursor: Some(key.cursor(ours, "messages")) };
        assert_eq!(query.after(ours, "messages").unwrap(), Some(key));
        assert!(query.after(theirs, "messages").is_err());
        assert!(query.after(ours, "features").is_err());
        assert!(PageQuery { limit: None, cursor: Some("x".into()) }.after(ours, "messages").is_err());
    }
}

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
        let wrong = || Error::field("?cursor", "is not a cursor of this list; pass `next_cursor` as it came");
        Key::parse(cursor, workspace, list).map(Some).ok_or_else(wrong)
    }

    /// Makes a page of rows that were read with one more than the limit.
    pub fn page<T>(
        &self,
        workspace: WorkspaceId,
        list: &str,
        mut rows: Vec<T>,
        key_of: impl Fn(&T) -> Key,
    ) -> Result<Page<T>> {
        let limit = usize::try_from(self.limit()?).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(|last| key_of(last).cursor(workspace, list));
        Ok(Page { items: rows, next_cursor })
    }
}

impl Key {
    /// The place that a cursor of the list called `list` stands for.
    pub(crate) fn parse(cursor: &str, workspace: WorkspaceId, list: &str) -> Option<Key> {
        let bytes = BASE64.decode(cursor).ok()?;
        let (value, rest) = bytes.split_first_chunk::<8>()?;
        let (id, check) = rest.split_first_chunk::<16>()?;
        let key = Key { value: i64::from_be_bytes(*value), id: Uuid::from_bytes(*id) };
        (check == key.check(workspace, list)).then_some(key)
    }

    /// The place as a cursor of the list called `list`.
    pub(crate) fn cursor(self, workspace: WorkspaceId, list: &str) -> String {
        let mut bytes = self.value.to_be_bytes().to_vec();
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.extend_from_slice(&self.check(workspace, list));
        BASE64.encode(bytes)
    }

    /// Ties a cursor to its workspace and list, so that one of another is refused rather than misread. Not a secret.
    fn check(self, workspace: WorkspaceId, list: &str) -> [u8; 6] {
        let mut hash = Sha256::new();
        hash.update(workspace.0.as_bytes());
        hash.update(list.as_bytes());
        hash.update(self.value.to_be_bytes());
        hash.update(self.id.as_bytes());
        let digest = hash.finalize();
        let mut check = [0; 6];
        check.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        check
    }
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

//! Finds or makes tags.

use domain::TagId;
use domain::state::Catalogue;
use store::tags::Tag;

use crate::context::Tx;
use crate::error::Result;

/// The tags of some names, each once and in order; those that are new join the catalogue.
pub(crate) fn ensure(tx: &mut Tx<'_>, catalogue: Catalogue, names: &[String]) -> Result<Vec<TagId>> {
    let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut known = store::tags::named(tx.conn, tx.workspace, catalogue, &wanted)?;
    if known.len() < wanted.len() {
        let is_new = |name: &&String| known.iter().all(|tag| tag.name != **name);
        let tag = |name: &String| Tag { id: tx.id(), catalogue, name: name.clone(), created_at: tx.now };
        let new: Vec<Tag> = names.iter().filter(is_new).map(tag).collect();
        store::tags::ensure(tx.conn, tx.workspace, &new)?;
        known = store::tags::named(tx.conn, tx.workspace, catalogue, &wanted)?;
    }
    Ok(known.into_iter().map(|tag| tag.id).collect())
}

//! Releases: what ships together, and who is told because of it.

mod add;
mod edit;
mod features;
mod get;
mod preview;
mod recall;
mod run;
mod ship;

pub use add::{NewRelease, add};
pub(crate) use edit::undo as undo_edit;
pub use edit::{Change, edit};
pub use features::{add_feature, remove_feature};
pub(crate) use features::{undo_add as undo_add_feature, undo_remove as undo_remove_feature};
pub use get::{ReleaseView, get, list};
pub use preview::{Preview, corrections, preview};
pub use recall::recall;
pub(crate) use recall::undo as undo_recall;
pub use run::resume;
pub(crate) use ship::undo as undo_ship;
pub use ship::{Shipment, ship};
pub use store::releases::{Release, Standing};

use domain::ReleaseId;

use crate::context::Tx;
use crate::error::{Code, Error, Result};

/// The release, at the version that the caller read if they said one.
fn find(tx: &mut Tx<'_>, id: ReleaseId, if_match: Option<i64>) -> Result<Release> {
    let release =
        store::releases::find(tx.conn, tx.workspace, id)?.ok_or_else(|| Error::not_found("release"))?;
    if if_match.is_some_and(|version| version != release.version) {
        let detail =
            format!("the release is at version {} now; read it again and repeat the change", release.version);
        return Err(Error::new(Code::VersionMismatch, detail));
    }
    Ok(release)
}

//! Looks at one request.

use domain::RequestId;

use super::{RequestView, with_effective};
use crate::context::View;
use crate::error::{Error, Result};

/// One request.
pub fn get(view: &mut View<'_>, id: RequestId) -> Result<RequestView> {
    let request =
        store::requests::find(view.conn, view.workspace, id)?.ok_or_else(|| Error::not_found("request"))?;
    with_effective(view, vec![request])?.pop().ok_or_else(|| Error::not_found("request"))
}

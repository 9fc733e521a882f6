//! Prints the description of the API.

use crate::output;

pub fn run() -> anyhow::Result<()> {
    Ok(output::put(&serde_json::to_string_pretty(&api::openapi())?)?)
}

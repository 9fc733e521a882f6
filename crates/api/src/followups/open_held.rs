//! `POST /followups/open-held`

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::command::{Command, CommandBody};
use crate::permission::Release;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// What to let go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenHeldIn {
    /// Only of this release.
    #[schema(value_type = Option<uuid::Uuid>)]
    release: Option<String>,
}

impl CommandBody for OpenHeldIn {}

/// What was let go.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedOut {
    /// How many follow-ups opened.
    opened: usize,
}

/// Opens the follow-ups that wait because their requests were imported: history never fills the queue by itself.
#[utoipa::path(
    tag = "followups",
    request_body = OpenHeldIn,
    responses((status = 200, description = "Opened", body = OpenedOut), (status = 422, description = "Some fields are wrong", body = ProblemOut))
)]
#[post("/followups/open-held")]
pub async fn open_held(command: Command<Release, OpenHeldIn>) -> Result<HttpResponse, Problem> {
    command
        .run(|tx, body| {
            let release = body.release.as_deref().map(|id| app::fields::one("/release", id)).transpose()?;
            Reply::ok(&OpenedOut { opened: app::follow_ups::open_held(tx, release)? })
        })
        .await
}

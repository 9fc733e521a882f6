//! `POST /releases/{id}/ship`

use std::time::Duration;

use actix_web::{HttpResponse, post};
use app::Error;
use domain::ReleaseId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ReleaseOut;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Release;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// How to ship.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipIn {
    /// How long the follow-ups settle, visible but not workable, in seconds: 0 to 86400; 300 if nothing is said.
    grace_seconds: Option<i64>,
}

impl CommandBody for ShipIn {}

impl ShipIn {
    fn grace(&self) -> app::Result<Option<Duration>> {
        let Some(seconds) = self.grace_seconds else { return Ok(None) };
        let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds <= 86_400);
        let wrong = || Error::field("/grace_seconds", "must be 0 to 86400");
        seconds.map(|seconds| Some(Duration::from_secs(seconds))).ok_or_else(wrong)
    }
}

/// A release that is out.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShipmentOut {
    /// The release.
    release: ReleaseOut,
    /// How many follow-ups it gave rise to.
    followups: i64,
}

/// Ships a release: everybody who asked for its features is owed word. Again changes nothing and answers the same.
#[utoipa::path(
    tag = "releases",
    params(("id" = uuid::Uuid, Path)),
    request_body = ShipIn,
    responses((status = 200, description = "It is out", body = ShipmentOut), (status = 404, description = "No such release", body = ProblemOut))
)]
#[post("/releases/{id}/ship")]
pub async fn ship(command: Command<Release, ShipIn>, id: PathId<ReleaseId>) -> Result<HttpResponse, Problem> {
    command
        .run_long(move |app, caller, body| {
            let shipment = app::releases::ship(app, caller, id.0, body.grace()?)?;
            Reply::ok(&ShipmentOut { release: shipment.release.into(), followups: shipment.follow_ups })
        })
        .await
}

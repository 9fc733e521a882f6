//! `POST /followups/claim`

use actix_web::{HttpResponse, post};
use app::fields::Fields;
use app::follow_ups::{self, Wanted};
use domain::text::Network;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{LeaseOut, LeasedOut};
use crate::command::{Command, CommandBody};
use crate::permission::Respond;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// Which follow-up is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimIn {
    /// Only on this network.
    network: Option<String>,
    /// Only about this release.
    #[schema(value_type = Option<uuid::Uuid>)]
    release: Option<String>,
}

impl CommandBody for ClaimIn {}

impl ClaimIn {
    fn check(&self) -> app::Result<Wanted> {
        let mut fields = Fields::new();
        let network = fields.parse_optional::<Network>("/network", self.network.as_deref());
        let release = fields.parse_optional("/release", self.release.as_deref());
        let network = network.map(|network| network.map(|network| network.as_str().to_owned()));
        fields.finish(network.zip(release).map(|(network, release)| Wanted { network, release }))
    }
}

/// Hands out the open follow-up with the oldest ask, under a lease of ten minutes. 204 when there is none.
#[utoipa::path(
    tag = "followups",
    request_body = ClaimIn,
    responses(
        (status = 200, description = "It is yours", body = LeasedOut),
        (status = 204, description = "The queue is empty"),
        (status = 422, description = "Some fields are wrong", body = ProblemOut),
    )
)]
#[post("/followups/claim")]
pub async fn claim(command: Command<Respond, ClaimIn>) -> Result<HttpResponse, Problem> {
    command
        .run(|tx, body| match follow_ups::claim(tx, body.check()?)? {
            Some(claimed) => {
                let lease = LeaseOut::new(claimed.token, claimed.until);
                Reply::ok(&LeasedOut { followup: claimed.follow_up.into(), lease })
            }
            None => Ok(Reply::nothing()),
        })
        .await
}

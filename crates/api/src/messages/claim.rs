//! `POST /messages/{id}/claim`

use actix_web::{HttpResponse, post};
use app::messages::{self, Lease};
use domain::MessageId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::command::{Command, Empty};
use crate::extract::PathId;
use crate::permission::Triage;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// A claim that was made.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimedOut {
    /// The lease.
    lease: LeaseOut,
}

/// A lease: the right to work on something, for a while.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeaseOut {
    /// Bring it in every later step.
    token: String,
    /// Until when it holds; claim again to renew it.
    until: String,
}

impl From<Lease> for LeaseOut {
    fn from(lease: Lease) -> Self {
        LeaseOut { token: lease.token, until: lease.until.to_string() }
    }
}

/// Takes a message to work on, for ten minutes.
#[utoipa::path(
    tag = "messages",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "Yours", body = ClaimedOut),
        (status = 404, description = "No such message", body = ProblemOut),
        (status = 409, description = "Somebody else works on it, or it is done", body = ProblemOut)
    )
)]
#[post("/messages/{id}/claim")]
pub async fn claim(command: Command<Triage, Empty>, id: PathId<MessageId>) -> Result<HttpResponse, Problem> {
    command.run(move |tx, _| Reply::ok(&ClaimedOut { lease: messages::claim(tx, id.0)?.into() })).await
}

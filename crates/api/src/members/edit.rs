//! `PATCH /members/{id}`

use actix_web::web::Data;
use actix_web::{HttpResponse, patch};
use app::fields::Fields;
use app::members::Changes;
use domain::MemberId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{MemberOut, parse_roles};
use crate::caller::Callers;
use crate::command::{Command, CommandBody};
use crate::extract::PathId;
use crate::permission::Administer;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// What changes about a member; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberChangesIn {
    /// What others see.
    name: Option<String>,
    /// What they may do, all of it.
    roles: Option<Vec<String>>,
    /// Whether they are shut out: their tokens stop working at once.
    disabled: Option<bool>,
}

impl CommandBody for MemberChangesIn {}

impl MemberChangesIn {
    fn check(&self) -> app::Result<Changes> {
        let mut fields = Fields::new();
        let name = fields.parse_optional("/name", self.name.as_deref());
        let roles = match &self.roles {
            Some(words) => parse_roles(&mut fields, words).map(Some),
            None => Some(None),
        };
        let changes = name.zip(roles).map(|(name, roles)| Changes { name, roles, disabled: self.disabled });
        fields.finish(changes)
    }
}

/// Changes what a member is called and may do, or shuts them out. It holds from the next request on. The last admin stays
/// one.
#[utoipa::path(
    tag = "members",
    params(("id" = uuid::Uuid, Path)),
    request_body = MemberChangesIn,
    responses(
        (status = 200, description = "The member", body = MemberOut),
        (status = 404, description = "No such member", body = ProblemOut),
        (status = 409, description = "It is the last admin", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut)
    )
)]
#[patch("/members/{id}")]
pub async fn edit(
    command: Command<Administer, MemberChangesIn>,
    id: PathId<MemberId>,
    callers: Data<Callers>,
) -> Result<HttpResponse, Problem> {
    let edited = command
        .run(move |tx, body| Reply::ok(&MemberOut::from(app::members::edit(tx, id.0, body.check()?)?)))
        .await?;
    callers.forget();
    Ok(edited)
}

//! `POST /members`

use actix_web::{HttpResponse, post};
use app::fields::Fields;
use app::members::NewMember;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{MemberOut, parse_roles};
use crate::command::{Command, CommandBody};
use crate::permission::Administer;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// A member to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberIn {
    /// What others see.
    name: String,
    /// The address to sign in with.
    #[schema(example = "ada@example.org")]
    email: String,
    /// What they may do, at least one.
    #[schema(example = json!(["specialist"]))]
    roles: Vec<String>,
}

impl CommandBody for MemberIn {}

impl MemberIn {
    fn check(&self) -> app::Result<NewMember> {
        let mut fields = Fields::new();
        let name = fields.parse("/name", &self.name);
        let email = fields.parse("/email", &self.email);
        let roles = parse_roles(&mut fields, &self.roles);
        let member = name.zip(email).zip(roles).map(|((name, email), roles)| NewMember {
            name,
            email,
            password_hash: None,
            roles,
        });
        fields.finish(member)
    }
}

/// Adds a member, who has no password yet.
#[utoipa::path(
    tag = "members",
    request_body = MemberIn,
    responses(
        (status = 201, description = "Added", body = MemberOut),
        (status = 409, description = "The address is a member already", body = ProblemOut),
        (status = 422, description = "Some fields are wrong", body = ProblemOut)
    )
)]
#[post("/members")]
pub async fn add(command: Command<Administer, MemberIn>) -> Result<HttpResponse, Problem> {
    command.run(|tx, body| Reply::created(&MemberOut::from(app::members::add(tx, body.check()?)?))).await
}

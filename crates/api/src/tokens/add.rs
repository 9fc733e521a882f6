//! `POST /tokens`

use std::time::Duration;

use actix_web::{HttpResponse, post};
use app::access::TOKEN_LIFE;
use app::fields::Fields;
use app::tokens::{NewToken, Owner};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TokenOut;
use crate::command::{Command, CommandBody};
use crate::members::parse_roles;
use crate::permission::Administer;
use crate::problem::{Problem, ProblemOut};
use crate::reply::Reply;

/// A token to make: for a member, or for an integration with roles of its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenIn {
    /// What it is for.
    #[schema(example = "zapier")]
    name: String,
    /// What the integration may do; instead of `member_id`.
    roles: Option<Vec<String>>,
    /// Whose token it is; instead of `roles`.
    #[schema(value_type = Option<uuid::Uuid>)]
    member_id: Option<String>,
    /// How long it works, 1 to 3650 days; 90 if nothing is said.
    #[schema(minimum = 1, maximum = 3650)]
    expires_in_days: Option<u64>,
}

impl CommandBody for TokenIn {}

/// The longest life of a token, in days.
const MOST_DAYS: u64 = 3_650;
const DAY: u64 = 24 * 60 * 60;

impl TokenIn {
    fn check(&self) -> app::Result<NewToken> {
        let mut fields = Fields::new();
        let name = fields.parse("/name", &self.name);
        let owner = self.owner(&mut fields);
        let life = match self.expires_in_days {
            None => TOKEN_LIFE,
            Some(days) if (1..=MOST_DAYS).contains(&days) => Duration::from_secs(days.saturating_mul(DAY)),
            Some(_) => {
                fields.wrong("/expires_in_days", format!("must be 1 to {MOST_DAYS}"));
                TOKEN_LIFE
            }
        };
        let token = name.zip(owner).map(|(name, owner)| NewToken { name, owner, life });
        fields.finish(token)
    }

    fn owner(&self, fields: &mut Fields) -> Option<Owner> {
        match (&self.roles, &self.member_id) {
            (Some(words), None) => parse_roles(fields, words).map(Owner::Integration),
            (None, Some(id)) => fields.parse("/member_id", id).map(Owner::Member),
            _ => {
                fields.wrong("/roles", "give either `roles` or `member_id`");
                None
            }
        }
    }
}

/// A token that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewTokenOut {
    /// The token.
    #[serde(flatten)]
    token: TokenOut,
    /// Its secret, shown only now; a repeat of an `Idempotency-Key` gets `null`.
    #[schema(required)]
    secret: Option<String>,
}

/// Makes a token. Its secret is shown only now.
#[utoipa::path(
    tag = "members",
    request_body = TokenIn,
    responses((status = 201, description = "Made", body = NewTokenOut), (status = 422, description = "Some fields are wrong", body = ProblemOut))
)]
#[post("/tokens")]
pub async fn add(command: Command<Administer, TokenIn>) -> Result<HttpResponse, Problem> {
    command
        .run(|tx, body| {
            let (token, secret) = app::tokens::add(tx, body.check()?)?;
            let token = TokenOut::from(token);
            let shown = NewTokenOut { token: token.clone(), secret: Some(secret) };
            Reply::created_once(&shown, &NewTokenOut { token, secret: None })
        })
        .await
}

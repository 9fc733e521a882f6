//! `GET /me`

use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::words;
use crate::permission::{Allowed, Read};
use crate::problem::Problem;

/// Who is calling.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeOut {
    /// The member.
    #[schema(required, value_type = Option<uuid::Uuid>)]
    member_id: Option<String>,
    /// What others see.
    name: String,
    /// What they may do.
    roles: Vec<&'static str>,
    /// The token that the request brought.
    #[schema(required, value_type = Option<uuid::Uuid>)]
    token_id: Option<String>,
    /// Where they are.
    workspace: WorkspaceOut,
}

/// A workspace by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkspaceOut {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    id: String,
    /// Its name.
    name: String,
}

/// Who is calling, what they may do, and in which workspace.
#[utoipa::path(tag = "members", responses((status = 200, description = "The caller", body = MeOut)))]
#[get("/me")]
pub async fn me(allowed: Allowed<Read>) -> Result<HttpResponse, Problem> {
    let caller = allowed.caller.clone();
    allowed
        .look(move |view| {
            Ok(MeOut {
                member_id: caller.member.map(|id| id.to_string()),
                roles: words(caller.roles),
                token_id: caller.token.map(|id| id.to_string()),
                workspace: WorkspaceOut {
                    id: caller.workspace.to_string(),
                    name: app::workspaces::name(view)?,
                },
                name: caller.name,
            })
        })
        .await
}

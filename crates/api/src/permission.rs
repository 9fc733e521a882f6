//! Permissions are argument types: a handler that takes `Allowed<Triage>` runs for callers who may triage, and for nobody
//! else. The check comes before the body and the ids are looked at.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse};
use app::{App, Caller, Code, Error, View};
use domain::Role;
use serde::Serialize;

use crate::extract::blocking;
use crate::problem::Problem;

/// Something that a caller may be allowed to do.
pub trait Permission: 'static {
    /// Its name, as the documentation of the API shows it.
    const NAME: &'static str;
    /// The roles that allow it. An admin may do everything.
    const ROLES: &'static [Role];
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident($word:literal: $($role:ident),*)),+ $(,)?) => {
        $($(#[$doc])* pub struct $name;
        impl Permission for $name {
            const NAME: &'static str = $word;
            const ROLES: &'static [Role] = &[$(Role::$role),*];
        })+
    };
}

permissions! {
    /// Look at everything of the workspace.
    Read("read": Viewer, Specialist, Responder, ReleaseManager),
    /// Bring in messages, answer, tag and link them; merge people.
    Triage("triage": Specialist, Responder),
    /// Make and edit features.
    Catalogue("catalogue": Specialist, ReleaseManager),
    /// Merge features; build, ship and recall releases.
    Release("release": ReleaseManager),
    /// Work the queue of follow-ups.
    Respond("respond": Responder),
    /// Record that a person asked to stop.
    OptOut("opt_out": Specialist, Responder),
    /// Undo a decision; what may be undone is checked against the decision itself.
    Undo("undo": Specialist, Responder, ReleaseManager),
    /// Members, accounts, tokens.
    Administer("administer": ),
}

/// A caller who may do `P`.
pub struct Allowed<P> {
    /// Who is calling.
    pub caller: Caller,
    pub(crate) app: Data<App>,
    permission: PhantomData<P>,
}

impl<P: Permission> Allowed<P> {
    pub(crate) fn check(request: &HttpRequest) -> app::Result<Allowed<P>> {
        let app = request.app_data::<Data<App>>().cloned();
        let caller = request.extensions().get::<Caller>().cloned();
        let (Some(app), Some(caller)) = (app, caller) else {
            return Err(Error::internal("a route outside the authenticated scope asks who is calling"));
        };
        if caller.roles.may(P::ROLES) {
            return Ok(Allowed { caller, app, permission: PhantomData });
        }
        let needed: Vec<&str> = P::ROLES.iter().chain(&[Role::Admin]).map(|role| role.as_str()).collect();
        Err(Error::new(
            Code::Forbidden,
            format!("this needs one of the roles {}; ask an admin", needed.join(", ")),
        ))
    }

    /// Answers 200 with what a look at the workspace finds.
    pub async fn look<T, F>(self, f: F) -> Result<HttpResponse, Problem>
    where
        T: Serialize + Send + 'static,
        F: FnOnce(&mut View<'_>) -> app::Result<T> + Send + 'static,
    {
        let found = blocking(move || self.app.read(&self.caller, f)).await?;
        Ok(HttpResponse::Ok().json(found))
    }
}

impl<P: Permission> FromRequest for Allowed<P> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Allowed::check(request).map_err(Problem))
    }
}

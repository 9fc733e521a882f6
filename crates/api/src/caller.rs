//! Who is calling: the bearer token of a request becomes a [`Caller`].

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage as _, ResponseError as _};
use app::{App, Caller, Code, Error};
use domain::Timestamp;

use crate::extract::blocking;
use crate::problem::Problem;

/// How long a caller is remembered, so that not every request asks the database who it is. A revoked token works at most
/// this much longer.
const REMEMBERED: Duration = Duration::from_secs(1);
/// How many callers are remembered at the most.
const CAPACITY: usize = 10_000;

/// The callers of the last moment, by their token.
#[derive(Default)]
pub struct Callers {
    seen: Mutex<HashMap<String, (Timestamp, Caller)>>,
}

impl Callers {
    fn recall(&self, secret: &str, now: Timestamp) -> Option<Caller> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, caller) = seen.get(secret)?;
        (now.since(*at) < REMEMBERED).then(|| caller.clone())
    }

    fn remember(&self, secret: String, now: Timestamp, caller: Caller) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= CAPACITY {
            seen.clear();
        }
        seen.insert(secret, (now, caller));
    }

    /// Forgets everybody: a token, a role or a member has changed.
    pub fn forget(&self) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Finds out who is calling, or answers 401.
pub(crate) async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    match identify(&request).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.call(request).await.map(ServiceResponse::map_into_boxed_body)
        }
        // An answer rather than an `Err`, which would pass by the middlewares around this one.
        Err(e) => Ok(request.into_response(Problem(e).error_response())),
    }
}

async fn identify(request: &ServiceRequest) -> app::Result<Caller> {
    let missing = || Error::new(Code::Unauthorized, "bring a token: `Authorization: Bearer gb_...`");
    let value = request.headers().get(header::AUTHORIZATION).ok_or_else(missing)?;
    let (scheme, secret) = value.to_str().ok().and_then(|v| v.split_once(' ')).ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    let app = shared::<App>(request)?;
    let callers = shared::<Callers>(request)?;
    let now = app.now();
    if let Some(caller) = callers.recall(secret, now) {
        return Ok(caller);
    }
    let secret = secret.trim().to_owned();
    let (caller, secret) = blocking({
        let app = Data::clone(&app);
        move || app::access::authenticate(&app, &secret).map(|caller| (caller, secret))
    })
    .await?;
    callers.remember(secret, now, caller.clone());
    Ok(caller)
}

fn shared<T: 'static>(request: &ServiceRequest) -> app::Result<Data<T>> {
    request
        .app_data::<Data<T>>()
        .cloned()
        .ok_or_else(|| Error::internal("the service was put together without its parts"))
}

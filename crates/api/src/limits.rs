//! How much a caller may ask for: requests per minute and token.

use std::num::NonZeroU32;

use actix_web::HttpMessage as _;
use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, ResponseError as _};
use app::{Caller, Code};
use domain::TokenId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

use crate::problem::Problem;

/// The limits in force.
pub struct Limits {
    per_minute: Option<NonZeroU32>,
    limiter: Option<DefaultKeyedRateLimiter<TokenId>>,
}

impl Limits {
    /// So many requests per minute and token; 0 is no limit.
    pub fn per_minute(requests: u32) -> Limits {
        let per_minute = NonZeroU32::new(requests);
        Limits {
            per_minute,
            limiter: per_minute.map(|n| DefaultKeyedRateLimiter::keyed(Quota::per_minute(n))),
        }
    }

    /// Seconds to wait, if the token has used up its share.
    fn wait(&self, token: TokenId) -> Option<u64> {
        let refused = self.limiter.as_ref()?.check_key(&token).err()?;
        Some(refused.wait_time_from(DefaultClock::default().now()).as_secs().saturating_add(1))
    }
}

/// Refuses a caller who asks too often, with the time to wait.
pub(crate) async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let limits = request.app_data::<Data<Limits>>().cloned();
    let token = request.extensions().get::<Caller>().and_then(|caller| caller.token);
    let wait = limits.as_ref().zip(token).and_then(|(limits, token)| limits.wait(token));
    let Some(seconds) = wait else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    let quota = limits.and_then(|limits| limits.per_minute).map_or(0, NonZeroU32::get);
    Ok(request.into_response(too_many(seconds, quota)))
}

fn too_many(seconds: u64, quota: u32) -> HttpResponse {
    let detail = format!("this token may make {quota} requests a minute; try again in {seconds} s");
    let mut answer = Problem(app::Error::new(Code::RateLimited, detail)).error_response();
    let headers = answer.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        headers.insert(header::RETRY_AFTER, value);
    }
    if let Ok(value) = HeaderValue::from_str(&format!("\"default\";r=0;t={seconds}")) {
        headers.insert(HeaderName::from_static("ratelimit"), value);
    }
    answer
}

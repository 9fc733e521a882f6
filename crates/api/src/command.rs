//! A write: the caller's permission first, then the body, then one use case in one transaction, and the answer kept with
//! it when the caller sent an `Idempotency-Key`.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use app::idempotency::{Answer, Key};
use app::{Code, Error, Tx};
use domain::Timestamp;
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::extract::blocking;
use crate::permission::{Allowed, Permission};
use crate::problem::Problem;
use crate::reply::Reply;

/// The largest body of most routes, in bytes.
const BODY_LIMIT: usize = 256 * 1024;
/// How long a body may take to arrive.
const BODY_DEADLINE: Duration = Duration::from_secs(15);

/// A body that a command takes.
pub trait CommandBody: DeserializeOwned + Send + 'static {
    /// The largest body, in bytes.
    const LIMIT: usize = BODY_LIMIT;
}

/// The body of a command that needs none: nothing, or `{}`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

impl CommandBody for Empty {}

/// A write that a caller may do, with its body.
pub struct Command<P, B> {
    /// Who is calling, and that they may.
    pub allowed: Allowed<P>,
    /// The body, read but not yet judged.
    pub body: B,
    /// The version that the caller read, from `If-Match`.
    pub if_match: Option<i64>,
    key: Option<Key>,
}

impl<P: Permission, B: CommandBody> Command<P, B> {
    /// Runs one use case in one transaction and answers what it says; on a repeat of the key, what it said before.
    pub async fn run<F>(self, f: F) -> Result<HttpResponse, Problem>
    where
        F: FnOnce(&mut Tx<'_>, B) -> app::Result<Reply> + Send + 'static,
    {
        self.run_checked(|body, _| Ok(body), f).await
    }

    /// Like [`Command::run`], but judges the body before the transaction begins, so that a large one holds up nobody.
    /// `check` is given the time.
    pub async fn run_checked<C, G, F>(self, check: G, f: F) -> Result<HttpResponse, Problem>
    where
        G: FnOnce(B, Timestamp) -> app::Result<C> + Send + 'static,
        F: FnOnce(&mut Tx<'_>, C) -> app::Result<Reply> + Send + 'static,
    {
        let Command { allowed, body, key, .. } = self;
        let answer = blocking(move || {
            let checked = check(body, allowed.app.now())?;
            allowed.app.write_once(&allowed.caller, key.as_ref(), |tx| {
                let reply = f(tx, checked)?;
                Ok(Answer { status: reply.status.as_u16(), body: reply.body, kept: reply.kept })
            })
        })
        .await?;
        answered(answer)
    }
}

impl<P: Permission, B: CommandBody> Command<P, B> {
    /// Runs a use case that takes several transactions, each of which can be repeated; the answer is kept with the last.
    pub async fn run_long<F>(self, f: F) -> Result<HttpResponse, Problem>
    where
        F: FnOnce(&app::App, &app::Caller, B) -> app::Result<Reply> + Send + 'static,
    {
        let Command { allowed, body, key, .. } = self;
        let answer = blocking(move || {
            allowed.app.repeatable_once(&allowed.caller, key.as_ref(), || {
                let reply = f(&allowed.app, &allowed.caller, body)?;
                Ok(Answer { status: reply.status.as_u16(), body: reply.body, kept: reply.kept })
            })
        })
        .await?;
        answered(answer)
    }
}

fn answered(answer: Answer) -> Result<HttpResponse, Problem> {
    let status = StatusCode::from_u16(answer.status).map_err(|e| Problem(Error::internal(e)))?;
    Ok(Reply { status, body: answer.body, kept: None }.into())
}

impl<P: Permission, B: CommandBody> FromRequest for Command<P, B> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let allowed = Allowed::check(request);
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let allowed = allowed?;
            let if_match = if_match(&request)?;
            let bytes = read(&request, payload, B::LIMIT).await?;
            let key = key(&request, &bytes)?;
            let body = parse(&bytes)?;
            Ok(Command { allowed, body, if_match, key })
        })
    }
}

fn if_match(request: &HttpRequest) -> app::Result<Option<i64>> {
    let Some(value) = request.headers().get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let version = text.trim_start_matches("W/").trim_matches('"').parse();
    let wrong =
        |_| Error::new(Code::Malformed, "`If-Match` must be the version that you read, in quotes: `\"3\"`");
    version.map(Some).map_err(wrong)
}

async fn read(request: &HttpRequest, mut payload: Payload, limit: usize) -> app::Result<BytesMut> {
    let too_large =
        || Error::new(Code::TooLarge, format!("the body is larger than {limit} bytes; send less at a time"));
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let collect = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|e| Error::new(Code::Malformed, format!("the body broke off: {e}")))?;
            if body.len().saturating_add(chunk.len()) > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    };
    let late = |_| Error::new(Code::Malformed, "the body took too long to arrive; send it within 15 seconds");
    tokio::time::timeout(BODY_DEADLINE, collect).await.map_err(late)?
}

fn key(request: &HttpRequest, body: &[u8]) -> app::Result<Option<Key>> {
    let Some(value) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().unwrap_or_default();
    if !(1..=255).contains(&key.len()) {
        return Err(Error::new(
            Code::Malformed,
            "`Idempotency-Key` must be 1 to 255 visible ASCII characters",
        ));
    }
    let mut hash = Sha256::new();
    for part in [request.method().as_str().as_bytes(), request.uri().to_string().as_bytes(), body] {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    let request_hash = hex::encode(hash.finalize());
    Ok(Some(Key { key: key.to_owned(), request_hash }))
}

/// Reads a body as JSON, strictly, and says where it is wrong. Nothing at all counts as `{}`.
pub(crate) fn parse<B: DeserializeOwned>(bytes: &[u8]) -> app::Result<B> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|e| {
        let pointer = pointer(e.path());
        let inner = e.into_inner();
        if inner.is_data() {
            return wrong(pointer, without_position(&inner.to_string()));
        }
        Error::new(Code::Malformed, format!("the body is not JSON: {inner}"))
    })?;
    json.end().map_err(|_| Error::new(Code::Malformed, "the body goes on after its JSON; send one value"))?;
    Ok(value)
}

/// A wrong value; of a missing one serde tells where it is missing from, and we tell which one it is.
fn wrong(pointer: String, message: String) -> Error {
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    match missing {
        Some(name) => Error::field(format!("{pointer}/{name}"), "is missing"),
        None => Error::field(pointer, message),
    }
}

/// The path of a wrong value as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// Lines and columns of a body mean nothing to a caller who has the pointer.
fn without_position(message: &str) -> String {
    message.rsplit_once(" at line ").map_or(message, |(message, _)| message).to_owned()
}

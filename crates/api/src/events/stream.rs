//! `GET /stream`
//!
//! A stream is pulled by its reader: the next part of the feed is read when the last one was taken, so a slow reader costs
//! a socket and holds up nobody. It is woken by the commits of this process, and looks by itself for those of others.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get};
use app::events::{FeedPage, FeedQuery};
use app::pulse::Subscription;
use app::{App, Caller, Code, Error};
use async_stream::stream;
use futures_util::Stream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{interval, sleep};

use super::{EventOut, FeedIn};
use crate::extract::{Filter, blocking};
use crate::permission::{Allowed, Read};
use crate::problem::{Problem, ProblemOut};

/// How often a stream looks for the commits of other processes.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often a stream without news says that it lives, before proxies think otherwise.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(15);
/// How many streams one thread of the server keeps open at the most.
const MOST_STREAMS: usize = 500;

/// The places for streams of one thread of the server.
pub struct Streams(Arc<Semaphore>);

impl Default for Streams {
    fn default() -> Self {
        Streams(Arc::new(Semaphore::new(MOST_STREAMS)))
    }
}

/// The change feed as server-sent events: `id` is the cursor behind the event, `data` an item of `GET /events`. A reader
/// that comes back with `Last-Event-ID` goes on where it was; the header wins over `after`.
#[utoipa::path(
    tag = "events",
    params(FeedIn, ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last event that arrived")),
    responses(
        (status = 200, description = "Events without end", content_type = "text/event-stream", body = EventOut),
        (status = 422, description = "A parameter is wrong", body = ProblemOut),
        (status = 503, description = "Too many streams are open", body = ProblemOut)
    )
)]
#[get("/stream")]
pub async fn stream(
    request: HttpRequest,
    allowed: Allowed<Read>,
    query: Filter<FeedIn>,
    streams: Data<Streams>,
) -> Result<HttpResponse, Problem> {
    let Allowed { app, caller, .. } = allowed;
    let reader = Reader::open(&request, app, caller, query.0.check()?, &streams).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .streaming(reader.events()))
}

/// One reader of the feed and its place.
struct Reader {
    app: Data<App>,
    caller: Caller,
    query: FeedQuery,
    news: Subscription,
    first: FeedPage,
    place: OwnedSemaphorePermit,
}

impl Reader {
    /// Reads the first part at once, so that a wrong cursor is answered as a problem.
    async fn open(
        request: &HttpRequest,
        app: Data<App>,
        caller: Caller,
        mut query: FeedQuery,
        streams: &Streams,
    ) -> app::Result<Reader> {
        let full =
            |_| Error::new(Code::Overloaded, "too many streams are open; close one, or poll `/events`");
        let place = Arc::clone(&streams.0).try_acquire_owned().map_err(full)?;
        let last = request.headers().get("last-event-id").and_then(|id| id.to_str().ok());
        query.after = last.filter(|id| !id.is_empty()).map(str::to_owned).or(query.after);
        let news = app.subscribe();
        let first = read(&app, &caller, &query).await?.ok_or_else(|| Error::not_found("caller"))?;
        Ok(Reader { app, caller, query, news, first, place })
    }

    /// What the reader gets, until the server stops or the caller may no longer read.
    fn events(self) -> impl Stream<Item = Result<Bytes, actix_web::Error>> {
        let Reader { app, caller, mut query, mut news, first, place } = self;
        stream! {
            let _place = place;
            let mut heartbeat = interval(HEARTBEAT_EVERY);
            let mut page = Some(first);
            yield Ok(Bytes::from_static(b"retry: 1000\n\n"));
            while let Some(FeedPage { items, next_cursor }) = page {
                let caught_up = items.is_empty();
                query.after = Some(next_cursor);
                for item in items {
                    yield frame(&item.cursor.clone(), EventOut::try_from(item)).map_err(into_actix);
                }
                if caught_up {
                    let beat = tokio::select! {
                        more = news.next() => if more { false } else { break },
                        () = sleep(LOOK_EVERY) => false,
                        _ = heartbeat.tick() => true,
                    };
                    if beat {
                        yield Ok(Bytes::from_static(b": still here\n\n"));
                    }
                }
                page = match read(&app, &caller, &query).await {
                    Ok(page) => page,
                    Err(e) => {
                        tracing::warn!(error = %e, "a stream ended; its reader will come back");
                        break;
                    }
                };
            }
        }
    }
}

/// The next part of the feed, or nothing if the caller may no longer read it.
async fn read(app: &Data<App>, caller: &Caller, query: &FeedQuery) -> app::Result<Option<FeedPage>> {
    let (app, caller, query) = (Data::clone(app), caller.clone(), query.clone());
    blocking(move || {
        app.read(&caller, |view| {
            let holds = app::access::still_holds(view, &caller)?;
            holds.then(|| app::events::list(view, &query)).transpose()
        })
    })
    .await
}

fn frame(cursor: &str, event: app::Result<EventOut>) -> app::Result<Bytes> {
    let data = serde_json::to_string(&event?).map_err(Error::internal)?;
    Ok(Bytes::from(format!("id: {cursor}\ndata: {data}\n\n")))
}

fn into_actix(e: Error) -> actix_web::Error {
    Problem(e).into()
}

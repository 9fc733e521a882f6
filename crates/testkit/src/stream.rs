//! Reads server-sent events, as a browser does.

use std::collections::VecDeque;
use std::time::Duration;

use actix_web::rt::time::timeout;
use serde_json::Value;

/// How long a test waits for an event before it fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open stream of server-sent events.
pub struct EventStream {
    /// The headers of its answer.
    pub headers: reqwest::header::HeaderMap,
    answer: reqwest::Response,
    text: String,
    events: VecDeque<(String, Value)>,
}

impl EventStream {
    pub(crate) fn new(answer: reqwest::Response) -> EventStream {
        assert_eq!(answer.status().as_u16(), 200, "the stream was refused");
        EventStream {
            headers: answer.headers().clone(),
            answer,
            text: String::new(),
            events: VecDeque::new(),
        }
    }

    /// The next event: its id and its data. `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<(String, Value)> {
        while self.events.is_empty() {
            let chunk = timeout(PATIENCE, self.answer.chunk()).await.expect("an event comes in time");
            let Ok(Some(chunk)) = chunk else { return None };
            self.text.push_str(&String::from_utf8_lossy(&chunk));
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                self.events.extend(event(block));
                let rest = rest.to_owned();
                self.text = rest;
            }
        }
        self.events.pop_front()
    }
}

fn event(block: &str) -> Option<(String, Value)> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let data = serde_json::from_str(field("data")?).expect("the data of an event is JSON");
    Some((field("id")?.to_owned(), data))
}

//! A network in memory that keeps what is posted: what the demo runs on, and tests.

use std::sync::{Mutex, PoisonError};

use domain::text::{self, ExternalId, Link, MessageText};
use domain::{Invalid, Timestamp};

use crate::network::{Capabilities, Fetched, Later, Network, NetworkError};
use crate::post::{Author, Post};

/// How many posts one fetch brings.
const PAGE: usize = 1000;

/// A network with posts, which plays the network of any name.
pub struct Simulator {
    name: text::Network,
    posts: Mutex<Vec<Post>>,
}

/// Something to post.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Who posts it.
    pub author: Author,
    /// What it says.
    pub text: MessageText,
    /// When.
    pub posted_at: Timestamp,
    /// The post that it answers.
    pub parent: Option<ExternalId>,
}

impl Simulator {
    /// An empty network.
    pub fn new(name: text::Network) -> Simulator {
        Simulator { name, posts: Mutex::default() }
    }

    /// Posts something; the network gives it an id and a link.
    pub fn publish(&self, draft: Draft) -> Result<Post, Invalid> {
        let mut posts = self.posts.lock().unwrap_or_else(PoisonError::into_inner);
        let number = posts.len().saturating_add(1);
        let handle = draft.author.handle.as_str();
        let link = format!("https://{}.example/@{handle}/{number}", self.name.as_str().replace('_', "-"));
        let post = Post {
            external_id: number.to_string().parse()?,
            url: link.parse::<Link>()?,
            author: draft.author,
            text: draft.text,
            posted_at: draft.posted_at,
            parent: draft.parent,
        };
        posts.push(post.clone());
        Ok(post)
    }

    fn behind(&self, cursor: Option<&str>) -> Result<Fetched, NetworkError> {
        let wrong = |cursor: &str| NetworkError::Cursor(cursor.to_owned());
        let seen: usize = cursor.map_or(Ok(0), |cursor| cursor.parse().map_err(|_| wrong(cursor)))?;
        let posts = self.posts.lock().unwrap_or_else(PoisonError::into_inner);
        let page: Vec<Post> = posts.iter().skip(seen).take(PAGE).cloned().collect();
        let cursor = (!page.is_empty()).then(|| seen.saturating_add(page.len()).to_string());
        Ok(Fetched { posts: page, cursor })
    }
}

impl Network for Simulator {
    fn name(&self) -> &text::Network {
        &self.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { fetches: true }
    }

    fn fetch<'a>(&'a self, cursor: Option<&'a str>) -> Later<'a, Fetched> {
        Box::pin(async move { self.behind(cursor) })
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn draft(text: &str) -> Draft {
        let author = Author {
            external_id: "42".parse().unwrap(),
            handle: "ada".parse().unwrap(),
            name: "Ada".to_owned(),
        };
        Draft { author, text: text.parse().unwrap(), posted_at: Timestamp(0), parent: None }
    }

    /// The simulator answers at once.
    fn fetch(network: &dyn Network, cursor: Option<&str>) -> Result<Fetched, NetworkError> {
        match network.fetch(cursor).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(fetched) => fetched,
            Poll::Pending => panic!("the simulator waits for nothing"),
        }
    }

    #[test]
    fn what_is_posted_is_fetched_once_in_order() {
        let network = Simulator::new("mastodon".parse().unwrap());
        let first = network.publish(draft("one")).unwrap();
        network.publish(draft("two")).unwrap();
        assert_eq!(first.url.as_str(), "https://mastodon.example/@ada/1");
        let fetched = fetch(&network, None).unwrap();
        let texts: Vec<&str> = fetched.posts.iter().map(|post| post.text.as_str()).collect();
        assert_eq!(texts, ["one", "two"]);
        let nothing = fetch(&network, fetched.cursor.as_deref()).unwrap();
        assert_eq!((nothing.posts.len(), nothing.cursor), (0, None));
        network.publish(draft("three")).unwrap();
        assert_eq!(fetch(&network, fetched.cursor.as_deref()).unwrap().posts.len(), 1);
    }

    #[test]
    fn a_strange_cursor_is_refused() {
        let network = Simulator::new("mastodon".parse().unwrap());
        assert!(fetch(&network, Some("x")).is_err());
    }
}

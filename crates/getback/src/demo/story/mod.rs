//! Three years of Slate Notes, told day by day through the use cases: posts come in, are read and linked, releases ship,
//! and people are told.

mod answer;
mod organise;
mod triage;

use std::collections::HashMap;
use std::time::Duration;

use anyhow::Context as _;
use app::messages::{self, Incoming, IncomingAuthor};
use app::{App, Caller};
use domain::{FeatureId, MessageId, PersonId, Role, Timestamp};
use networks::{Draft, Network, Post, Simulator};

use super::clock::StoryClock;
use super::content::Content;
use super::people::{NETWORKS, Persona};
use super::posts::{About, DAYS, Planned, UNREAD_DAYS};
use super::random::Dice;
use super::team::Team;

/// A network, and how far its posts have been fetched.
struct Feed {
    network: Simulator,
    cursor: Option<String>,
}

/// A post that was published, until somebody reads it.
struct Published {
    about: About,
    persona: usize,
}

/// A message that waits to be read.
struct Unread {
    id: MessageId,
    post: Post,
    about: About,
}

/// The story, as far as it is told.
pub struct Story<'a> {
    app: &'a App,
    clock: &'a StoryClock,
    team: &'a Team,
    content: &'a Content,
    crowd: &'a [Persona],
    dice: Dice,
    start: Timestamp,
    feeds: Vec<Feed>,
    /// What each published post is about, by network and id.
    published: HashMap<(usize, String), Published>,
    /// The latest post about a wish on a network, for echoes.
    latest: HashMap<(usize, usize), Post>,
    unread: Vec<Unread>,
    /// The feature of each wish, once somebody asked for it.
    features: HashMap<usize, FeatureId>,
    /// The second feature of a wish that was written down twice, until they are merged.
    duplicates: HashMap<usize, (FeatureId, u32)>,
    /// Who the personas turned out to be, in the order in which their accounts wrote.
    people: HashMap<usize, Vec<PersonId>>,
}

/// Who tells it, and what of.
pub struct Cast<'a> {
    pub app: &'a App,
    pub clock: &'a StoryClock,
    pub team: &'a Team,
    pub content: &'a Content,
    pub crowd: &'a [Persona],
}

impl<'a> Story<'a> {
    pub fn new(cast: &Cast<'a>, start: Timestamp, seed: u64) -> anyhow::Result<Story<'a>> {
        let mut feeds = Vec::new();
        for (name, _) in NETWORKS {
            feeds.push(Feed { network: Simulator::new(name.parse()?), cursor: None });
        }
        Ok(Story {
            app: cast.app,
            clock: cast.clock,
            team: cast.team,
            content: cast.content,
            crowd: cast.crowd,
            dice: Dice::new(seed),
            start,
            feeds,
            published: HashMap::new(),
            latest: HashMap::new(),
            unread: Vec::new(),
            features: HashMap::new(),
            duplicates: HashMap::new(),
            people: HashMap::new(),
        })
    }

    /// Tells it to its end.
    pub async fn tell(mut self, posts: Vec<Planned>) -> anyhow::Result<()> {
        let mut posts = posts.into_iter().peekable();
        for day in 0..DAYS {
            self.clock.set(self.time(day, 6));
            self.organise(day).with_context(|| format!("on day {day}"))?;
            while let Some(planned) = posts.next_if(|planned| planned.day == day) {
                self.publish(planned)?;
            }
            self.clock.set(self.time(day, 23));
            self.fetch().await?;
            if day < DAYS - UNREAD_DAYS {
                self.triage(day).with_context(|| format!("reading what came on day {day}"))?;
                self.answer(day).with_context(|| format!("telling people on day {day}"))?;
            }
        }
        Ok(())
    }

    fn time(&self, day: u32, hour: u64) -> Timestamp {
        self.start + Duration::from_hours(u64::from(day) * 24 + hour)
    }

    fn caller(&self, role: Role) -> Caller {
        self.team.caller(role)
    }

    fn publish(&mut self, planned: Planned) -> anyhow::Result<()> {
        let persona = self.crowd.get(planned.persona).context("a post has an author")?;
        let (place, author) = persona.accounts.get(planned.account).context("an author has an account")?;
        let wish = match &planned.about {
            About::Wish { wish, .. } => Some(*wish),
            _ => None,
        };
        let answered = wish.filter(|_| planned.echo).and_then(|wish| self.latest.get(&(*place, wish)));
        let draft = Draft {
            author: author.clone(),
            text: planned.text.parse()?,
            posted_at: planned.at(self.start),
            parent: answered.map(|post| post.external_id.clone()),
        };
        let feed = self.feeds.get(*place).context("an account is on a network")?;
        let post = feed.network.publish(draft)?;
        let key = (*place, post.external_id.as_str().to_owned());
        self.published.insert(key, Published { about: planned.about, persona: planned.persona });
        if let Some(wish) = wish {
            self.latest.insert((*place, wish), post);
        }
        Ok(())
    }

    /// Takes in what was posted since the last time, from every network that can be asked.
    async fn fetch(&mut self) -> anyhow::Result<()> {
        for place in 0..self.feeds.len() {
            let Some(feed) = self.feeds.get_mut(place) else { continue };
            if !feed.network.capabilities().fetches {
                continue;
            }
            let fetched = feed.network.fetch(feed.cursor.as_deref()).await?;
            if fetched.posts.is_empty() {
                continue;
            }
            feed.cursor = fetched.cursor;
            let name = feed.network.name().clone();
            let incoming: Vec<Incoming> =
                fetched.posts.iter().map(|post| incoming(name.clone(), post)).collect();
            let caller = self.caller(Role::Specialist);
            let report = self.app.write(&caller, |tx| messages::add_batch(tx, &incoming))?;
            for (post, id) in fetched.posts.into_iter().zip(report.ids) {
                self.receive(place, post, id)?;
            }
        }
        Ok(())
    }

    fn receive(&mut self, place: usize, post: Post, id: MessageId) -> anyhow::Result<()> {
        let key = (place, post.external_id.as_str().to_owned());
        let Published { about, persona } =
            self.published.remove(&key).context("a post was published once")?;
        let message = self.app.read(&self.caller(Role::Viewer), |view| messages::get(view, id))?;
        let known = self.people.entry(persona).or_default();
        if !known.contains(&message.author.person_id) {
            known.push(message.author.person_id);
        }
        self.unread.push(Unread { id, post, about });
        Ok(())
    }
}

/// A post as the inbox takes it.
fn incoming(network: domain::text::Network, post: &Post) -> Incoming {
    Incoming {
        network,
        external_id: post.external_id.clone(),
        url: Some(post.url.clone()),
        author: IncomingAuthor {
            external_id: post.author.external_id.clone(),
            handle: Some(post.author.handle.clone()),
            name: post.author.name.parse().ok(),
        },
        text: post.text.clone(),
        posted_at: post.posted_at,
        parent_external_id: post.parent.clone(),
        thread_external_id: None,
        edited_at: None,
        repost: false,
    }
}

//! A small world in which histories happen: a few people on two networks, a few features, a few releases, two responders.

use std::time::Duration;

use domain::Role;
use serde_json::{Value, json};
use testkit::{Client, Response, TestApp};

use crate::history::{Kind, Step};
use crate::observer::Observer;

/// What is broken, in words.
pub type Broken = String;

/// The world.
pub struct World {
    app: TestApp,
    admin: Client,
    observer: Observer,
    features: Vec<String>,
    releases: Vec<String>,
    messages: Vec<String>,
    people: Vec<String>,
    requests: Vec<String>,
    /// Claims in hand: (follow-up, token, the answer to the claim).
    claims: Vec<(String, String, Value)>,
    posts: u32,
}

const AUTHORS: u8 = 5;

impl World {
    pub async fn new() -> World {
        let app = TestApp::start().await;
        let admin = app.as_role(Role::Admin);
        let mut world = World {
            app,
            admin,
            observer: Observer::default(),
            features: Vec::new(),
            releases: Vec::new(),
            messages: Vec::new(),
            people: Vec::new(),
            requests: Vec::new(),
            claims: Vec::new(),
            posts: 0,
        };
        for title in ["Dark mode", "Night theme", "Tables", "Export"] {
            let made = world.admin.post("/features", json!({ "title": title })).await.expect(201);
            world.features.push(id(&made));
        }
        for (name, audience) in [("1.0", "everyone"), ("1.1", "everyone"), ("1.2", "beta")] {
            let made = world
                .admin
                .post("/releases", json!({ "name": name, "audience": audience }))
                .await
                .expect(201);
            world.releases.push(id(&made));
        }
        world
    }

    /// Takes one step and looks at everything after it.
    pub async fn take(&mut self, step: &Step) -> Result<(), Broken> {
        match step {
            Step::AndBack(step) => self.and_back(step).await?,
            step => drop(self.act(step).await?),
        }
        self.observer.look(&self.app, &self.admin).await
    }

    /// A step that is undone leaves no trace in what is seen.
    async fn and_back(&mut self, step: &Step) -> Result<(), Broken> {
        let before = self.observer.snapshot(&self.admin).await;
        let place = self.newest_event().await;
        if !self.act(step).await? {
            return Ok(());
        }
        let newest = self.newest_event().await;
        if newest == place {
            return Ok(());
        }
        let undone = self.admin.post(&format!("/undo/{newest}"), json!({})).await;
        if undone.status == 409 {
            return Ok(());
        }
        accept(&undone)?;
        let after = self.observer.snapshot(&self.admin).await;
        if before == after {
            Ok(())
        } else {
            Err(format!("undo left traces\nbefore {before:#}\nafter {after:#}"))
        }
    }

    async fn newest_event(&self) -> String {
        let mut cursor = String::new();
        let mut newest = String::new();
        loop {
            let page = self.admin.get(&format!("/events?limit=200{cursor}")).await.expect(200);
            let items = page["items"].as_array().cloned().unwrap_or_default();
            let Some(last) = items.last() else { return newest };
            newest = id(last);
            cursor = format!("&after={}", page["next_cursor"].as_str().unwrap_or_default());
        }
    }

    /// Whether it was accepted. Refusing is an answer; failing is not.
    async fn act(&mut self, step: &Step) -> Result<bool, Broken> {
        match step {
            Step::Ask { author, feature, kind } => self.ask(*author, *feature, *kind).await,
            Step::Link { message, feature } => self.link(*message, *feature, "asks").await,
            Step::Claim => self.claim().await,
            Step::Tell { answer } => self.tell(*answer).await,
            Step::Skip { reason } => self.skip(*reason).await,
            Step::Snooze => self.snooze().await,
            Step::GiveBack => self.under_lease("release", json!({})).await.map(|answer| answer.is_some()),
            Step::Wait { minutes } => {
                self.app.advance(Duration::from_secs(60 * u64::from(*minutes)));
                app::follow_ups::wake(&self.app.app, self.app.workspace).map_err(|e| e.to_string())?;
                Ok(true)
            }
            Step::Undo => {
                let newest = self.newest_event().await;
                accept(&self.admin.post(&format!("/undo/{newest}"), json!({})).await)
            }
            other => self.decide(other).await,
        }
    }

    async fn decide(&mut self, step: &Step) -> Result<bool, Broken> {
        let admin = &self.admin;
        let answer = match step {
            Step::Withdraw { request } => match pick(&self.requests, *request) {
                Some(request) => admin.delete(&format!("/requests/{request}")).await,
                None => return Ok(false),
            },
            Step::Restore { request } => match pick(&self.requests, *request) {
                Some(request) => admin.post(&format!("/requests/{request}/restore"), json!({})).await,
                None => return Ok(false),
            },
            Step::MergeFeatures { from, into } => {
                let (from, into) = (pick(&self.features, *from), pick(&self.features, *into));
                let (from, into) = (from.unwrap_or_default(), into.unwrap_or_default());
                admin.post(&format!("/features/{from}/merge"), json!({ "into": into })).await
            }
            Step::UnmergeFeature { feature } => {
                let feature = pick(&self.features, *feature).unwrap_or_default();
                admin.post(&format!("/features/{feature}/unmerge"), json!({})).await
            }
            Step::MergePeople { from, into } => {
                match pick(&self.people, *from).zip(pick(&self.people, *into)) {
                    Some((from, into)) => {
                        admin.post(&format!("/people/{from}/merge"), json!({ "into": into })).await
                    }
                    None => return Ok(false),
                }
            }
            Step::UnmergePerson { person } => match pick(&self.people, *person) {
                Some(person) => admin.post(&format!("/people/{person}/unmerge"), json!({})).await,
                None => return Ok(false),
            },
            Step::OptOut { person } => match pick(&self.people, *person) {
                Some(person) => {
                    admin
                        .post(&format!("/people/{person}/opt-out"), json!({ "reason": "asked to stop" }))
                        .await
                }
                None => return Ok(false),
            },
            step => self.release_step(step).await,
        };
        accept(&answer)
    }

    async fn release_step(&self, step: &Step) -> Response {
        let release = |n: u8| pick(&self.releases, n).unwrap_or_default();
        let feature = |n: u8| pick(&self.features, n).unwrap_or_default();
        match step {
            Step::PutIn { release: r, feature: f } => {
                self.admin
                    .put(&format!("/releases/{}/features/{}", release(*r), feature(*f)), json!({}))
                    .await
            }
            Step::TakeOut { release: r, feature: f } => {
                self.admin.delete(&format!("/releases/{}/features/{}", release(*r), feature(*f))).await
            }
            Step::Ship { release: r, grace } => {
                let grace = if *grace { 300 } else { 0 };
                self.admin
                    .post(&format!("/releases/{}/ship", release(*r)), json!({ "grace_seconds": grace }))
                    .await
            }
            Step::Recall { release: r } => {
                self.admin
                    .post(&format!("/releases/{}/recall", release(*r)), json!({ "reason": "broken" }))
                    .await
            }
            Step::Widen { release: r } => {
                self.admin
                    .patch(&format!("/releases/{}", release(*r)), json!({ "audience": "everyone" }))
                    .await
            }
            other => unreachable!("{other:?} is taken elsewhere"),
        }
    }

    async fn ask(&mut self, author: u8, feature: u8, kind: Kind) -> Result<bool, Broken> {
        let author = author % AUTHORS;
        self.posts += 1;
        let message = json!({
            "network": if author.is_multiple_of(2) { "mastodon" } else { "bluesky" },
            "external_id": format!("post-{}", self.posts),
            "url": format!("https://example.org/{}", self.posts),
            "author": { "external_id": format!("author-{author}"), "handle": format!("author{author}"), "name": format!("Author {author}") },
            "text": "please", "posted_at": format!("2024-01-{:02}T10:00:00Z", 1 + self.posts % 28),
        });
        let stored = self.admin.post("/messages", message).await.expect(201);
        let person = stored["author"]["person_id"].as_str().unwrap_or_default().to_owned();
        if !self.people.contains(&person) {
            self.people.push(person);
        }
        self.messages.push(id(&stored));
        let kind = match kind {
            Kind::Asks => "asks",
            Kind::Mentions => "mentions",
            Kind::Against => "against",
        };
        let newest = u8::try_from(self.messages.len() - 1).unwrap_or(0);
        self.link(newest, feature, kind).await
    }

    async fn link(&mut self, message: u8, feature: u8, kind: &str) -> Result<bool, Broken> {
        let Some(message) = pick(&self.messages, message) else { return Ok(false) };
        let feature = pick(&self.features, feature).unwrap_or_default();
        let answer = self
            .admin
            .post(&format!("/messages/{message}/requests"), json!({ "feature_id": feature, "kind": kind }))
            .await;
        let accepted = accept(&answer)?;
        if answer.status == 201 {
            self.requests.push(id(&answer.body));
        }
        Ok(accepted)
    }

    async fn claim(&mut self) -> Result<bool, Broken> {
        let answer = self.admin.post("/followups/claim", json!({})).await;
        accept(&answer)?;
        if answer.status == 200 {
            let token = answer.body["lease"]["token"].as_str().unwrap_or_default().to_owned();
            self.claims.push((id(&answer.body["followup"]), token, answer.body["followup"].clone()));
        }
        Ok(answer.status == 200)
    }

    /// A step of the oldest claim in hand, with its token; the claim and the answer if it was accepted.
    async fn under_lease(&mut self, verb: &str, mut body: Value) -> Result<Option<(Value, Value)>, Broken> {
        if self.claims.is_empty() {
            return Ok(None);
        }
        let (follow_up, token, claimed) = self.claims.remove(0);
        body["lease_token"] = json!(token);
        let answer = self.admin.post(&format!("/followups/{follow_up}/{verb}"), body).await;
        Ok(accept(&answer)?.then_some((claimed, answer.body)))
    }

    async fn tell(&mut self, answer: u8) -> Result<bool, Broken> {
        let Some((_, _, claimed)) = self.claims.first() else { return Ok(false) };
        let said = ["yes", "partly", "no"][usize::from(answer % 3)];
        let first =
            claimed["items"].as_array().and_then(|items| items.iter().find(|item| item["state"] == "owed"));
        let feature = first.and_then(|item| item["feature"]["id"].as_str()).unwrap_or_default().to_owned();
        let body = json!({ "url": "https://example.org/reply", "answers": { feature: said } });
        match self.under_lease("told", body).await? {
            Some((_, told)) => self.observer.told(&told).map(|()| true),
            None => Ok(false),
        }
    }

    async fn skip(&mut self, reason: u8) -> Result<bool, Broken> {
        let reason = ["does_not_answer", "already_knows", "not_needed"][usize::from(reason % 3)];
        Ok(self.under_lease("skip", json!({ "reason": reason })).await?.is_some())
    }

    async fn snooze(&mut self) -> Result<bool, Broken> {
        let until = self.app.app.now() + Duration::from_secs(3600);
        Ok(self.under_lease("snooze", json!({ "until": until.to_string() })).await?.is_some())
    }
}

fn id(of: &Value) -> String {
    of["id"].as_str().unwrap_or_default().to_owned()
}

fn pick(of: &[String], n: u8) -> Option<String> {
    of.get(usize::from(n).checked_rem(of.len())?).cloned()
}

/// Whether it was accepted; refusing in words is fine, anything else is broken.
fn accept(answer: &Response) -> Result<bool, Broken> {
    match answer.status {
        200..300 => Ok(true),
        400..500 if answer.body["code"].is_string() => Ok(false),
        status => Err(format!("answered {status}: {:#}", answer.body)),
    }
}

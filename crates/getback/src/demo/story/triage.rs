//! Mina reads what came in: she links it, tags it, and answers.

use anyhow::Context as _;
use app::features::{self, NewFeature};
use app::messages::{self, Done};
use app::requests::{self, NewRequest, Wanted};
use app::{Result, Tx};
use domain::state::{Disposition, RequestKind};
use domain::text::{Link, Prose, Quote, TagName};
use domain::{FeatureId, MessageId, Role};
use networks::Post;

use super::{About, Story, Unread};
use crate::demo::content::Wish;

/// For how many days after its first ask a wish is at times written down under another title.
const CONFUSED_FOR: u32 = 150;

/// What is decided about one message.
struct Verdict {
    message: MessageId,
    request: Option<NewRequest>,
    tags: Vec<TagName>,
    done: Done,
}

impl Story<'_> {
    /// Reads all that is unread, in one transaction.
    pub(super) fn triage(&mut self, day: u32) -> anyhow::Result<()> {
        let unread = std::mem::take(&mut self.unread);
        let mut verdicts = Vec::new();
        for Unread { id, post, about } in unread {
            verdicts.push(self.judge(id, &post, about, day)?);
        }
        self.app.write(&self.caller(Role::Specialist), |tx| {
            verdicts.into_iter().try_for_each(|verdict| carry_out(tx, verdict))
        })?;
        Ok(())
    }

    fn judge(&mut self, message: MessageId, post: &Post, about: About, day: u32) -> anyhow::Result<Verdict> {
        let answer_url = Some(answer_to(post)?);
        let (disposition, tag) = match &about {
            About::Wish { .. } => (Disposition::Logged, None),
            About::Praise if self.dice.percent(40) => (Disposition::NoReplyNeeded, Some("praise")),
            About::Praise => (Disposition::Answered, Some("praise")),
            About::Question => (Disposition::Answered, Some("question")),
            About::Trouble => (Disposition::Answered, Some("bug")),
            About::Spam => (Disposition::Spam, None),
        };
        let answered = matches!(disposition, Disposition::Answered | Disposition::Logged);
        let reason = match disposition {
            Disposition::NoReplyNeeded => Some("a kind word that asks for nothing".parse()?),
            _ => None,
        };
        let done =
            Done { disposition, reason, answer_url: answer_url.filter(|_| answered), lease_token: None };
        let mut tags: Vec<TagName> = tag.iter().filter_map(|tag| tag.parse().ok()).collect();
        let request = match about {
            About::Wish { wish, quote } => {
                tags.extend(self.tags_of(wish));
                Some(self.request(wish, &quote, day)?)
            }
            _ => None,
        };
        Ok(Verdict { message, request, tags, done })
    }

    /// Half of the messages get the first tag of their wish.
    fn tags_of(&mut self, wish: usize) -> Option<TagName> {
        let tag = self.content.wishes.get(wish)?.tags.first()?;
        if self.dice.percent(50) { tag.parse().ok() } else { None }
    }

    fn request(&mut self, wish: usize, quote: &str, day: u32) -> anyhow::Result<NewRequest> {
        let feature = self.feature(wish, day)?;
        let quote: Quote = quote.parse()?;
        Ok(NewRequest { wanted: Wanted::Known(feature), kind: RequestKind::Asks, quote, note: Prose::none() })
    }

    /// The feature of a wish, made when somebody asks for it first; now and then its double.
    fn feature(&mut self, wish: usize, day: u32) -> anyhow::Result<FeatureId> {
        let what = self.content.wishes.get(wish).context("a wish has a place")?;
        let double = self.content.duplicates.iter().find(|double| double.of == what.title);
        if let Some(double) = double
            && self.features.contains_key(&wish)
            && self.dice.percent(30)
        {
            if let Some((id, until)) = self.duplicates.get(&wish) {
                if day < *until {
                    return Ok(*id);
                }
            } else {
                let id = self.make(&double.title, "", &[])?;
                self.duplicates.insert(wish, (id, day + CONFUSED_FOR));
                return Ok(id);
            }
        }
        if let Some(id) = self.features.get(&wish) {
            return Ok(*id);
        }
        let Wish { title, description, tags, .. } = what;
        let id = self.make(title, description, tags)?;
        self.features.insert(wish, id);
        Ok(id)
    }

    fn make(&self, title: &str, description: &str, tags: &[String]) -> anyhow::Result<FeatureId> {
        let new = NewFeature { title: title.parse()?, description: description.parse()? };
        let tags: Vec<TagName> = tags.iter().filter_map(|tag| tag.parse().ok()).collect();
        Ok(self.app.write(&self.caller(Role::Specialist), |tx| {
            let id = features::add(tx, new)?.feature.id;
            features::tag(tx, id, tags, None)?;
            Ok(id)
        })?)
    }
}

fn carry_out(tx: &mut Tx<'_>, verdict: Verdict) -> Result<()> {
    let Verdict { message, request, tags, done } = verdict;
    if let Some(request) = request {
        requests::link(tx, message, request)?;
    }
    if !tags.is_empty() {
        messages::tag(tx, message, tags, None)?;
    }
    messages::done(tx, message, done, None).map(drop)
}

/// Where an answer to a post stands.
pub(super) fn answer_to(post: &Post) -> anyhow::Result<Link> {
    Ok(format!("{}/answer", post.url.as_str()).parse()?)
}

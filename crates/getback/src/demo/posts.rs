//! Three years of posts: who writes what, when and where.

use domain::Timestamp;

use super::content::{Content, Wish};
use super::people::Persona;
use super::random::Dice;

/// A post to be, in the order of the story.
pub struct Planned {
    /// When.
    pub day: u32,
    /// The second of that day.
    pub second: u32,
    /// Who: the place in the crowd, and which of their accounts.
    pub persona: usize,
    pub account: usize,
    pub text: String,
    pub about: About,
    /// Whether it answers an earlier post about the same wish, if there is one on the network.
    pub echo: bool,
}

/// What a post is about.
#[derive(Clone, Debug)]
pub enum About {
    /// It asks for a wish, by its place, in these words.
    Wish {
        wish: usize,
        quote: String,
    },
    Praise,
    Question,
    Trouble,
    Spam,
}

/// How long the story is, in days.
pub const DAYS: u32 = 1_095;
/// The days at the end whose posts nobody has looked at yet.
pub const UNREAD_DAYS: u32 = 5;
const DAY_SECONDS: u32 = 24 * 60 * 60;

impl Planned {
    /// When it is posted, in a story that begins at `start`.
    pub fn at(&self, start: Timestamp) -> Timestamp {
        let seconds = u64::from(self.day) * u64::from(DAY_SECONDS) + u64::from(self.second);
        start + std::time::Duration::from_secs(seconds)
    }
}

/// All posts of the story, oldest first.
pub fn plan(content: &Content, crowd: &[Persona], dice: &mut Dice, scale: usize) -> Vec<Planned> {
    let mut writer = Writer { content, crowd, dice, posts: Vec::new() };
    for wish in 0..content.wishes.len() {
        writer.ask(wish, scale);
    }
    writer.other(scale);
    writer.inbox();
    let mut posts = writer.posts;
    posts.sort_by_key(|post| (post.day, post.second, post.persona));
    posts
}

struct Writer<'a> {
    content: &'a Content,
    crowd: &'a [Persona],
    dice: &'a mut Dice,
    posts: Vec<Planned>,
}

impl Writer<'_> {
    /// Everybody who asks for one wish. Most ask before it ships, a few who have not heard ask after it.
    fn ask(&mut self, wish: usize, scale: usize) {
        let Some(what) = self.content.wishes.get(wish) else { return };
        let shipped = shipped_on(self.content, what);
        let begin = if shipped.is_some() { 0 } else { 150 + self.below(500) };
        let end = shipped.unwrap_or(DAYS - UNREAD_DAYS);
        let begin = begin.max(end.saturating_sub(620));
        for _ in 0..what.weight * 2 * scale {
            let late = shipped.is_some() && end + 20 < DAYS - UNREAD_DAYS && self.dice.percent(5);
            let day = if late { end + 5 + self.below(15) } else { begin + self.below(end - begin) };
            let persona = self.somebody();
            let words = if self.dice.percent(10) {
                echo_words(self.content, what, self.dice)
            } else {
                ask_words(self.content, what, self.dice)
            };
            self.post(day, persona, wish, words);
            if !late && self.dice.percent(6) && day + 200 < end {
                let words = again_words(self.content, what, self.dice);
                let later = day + 150 + self.below(40);
                self.post(later, persona, wish, words);
            }
        }
    }

    /// Praise, questions, trouble and spam, all along.
    fn other(&mut self, scale: usize) {
        let content = self.content;
        let kinds = [
            (50, About::Praise, &content.voices.praise),
            (55, About::Question, &content.voices.questions),
            (60, About::Trouble, &content.voices.trouble),
            (15, About::Spam, &content.voices.spam),
        ];
        for (many, about, texts) in kinds {
            for _ in 0..many * scale {
                let day = self.below(DAYS - UNREAD_DAYS);
                let said = (self.dice.word(texts).to_owned(), about.clone());
                self.other_post(day, said);
            }
        }
    }

    /// What came in since somebody last looked.
    fn inbox(&mut self) {
        let open: Vec<usize> = (0..self.content.wishes.len()).filter(|wish| self.is_open(*wish)).collect();
        for number in 0..28_u32 {
            let day = DAYS - UNREAD_DAYS + number % UNREAD_DAYS;
            if number % 4 == 3 {
                let (texts, about) = if self.dice.percent(50) {
                    (&self.content.voices.questions, About::Question)
                } else {
                    (&self.content.voices.trouble, About::Trouble)
                };
                let said = (self.dice.word(texts).to_owned(), about);
                self.other_post(day, said);
                continue;
            }
            let Some(wish) = self.dice.pick(&open).copied() else { return };
            let Some(what) = self.content.wishes.get(wish) else { return };
            let words = ask_words(self.content, what, self.dice);
            let persona = self.somebody();
            self.post(day, persona, wish, words);
        }
    }

    fn is_open(&self, wish: usize) -> bool {
        let Some(what) = self.content.wishes.get(wish) else { return false };
        shipped_on(self.content, what).is_none() && what.status.as_deref() != Some("declined")
    }

    fn post(&mut self, day: u32, persona: usize, wish: usize, words: Words) {
        let about = About::Wish { wish, quote: words.quote };
        let planned = self.planned(day, persona, words.text, about);
        self.posts.push(Planned { echo: words.echo, ..planned });
    }

    fn other_post(&mut self, day: u32, (said, about): (String, About)) {
        let voices = &self.content.voices;
        let opening = if is_to_the_team(&about) { sentence(self.dice, &voices.openings) } else { "" };
        let closing = if is_to_the_team(&about) { self.dice.word(&voices.closings) } else { "" };
        let parts = [opening, &said, closing];
        let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let persona = self.somebody();
        let planned = self.planned(day, persona, text, about);
        self.posts.push(planned);
    }

    fn planned(&mut self, day: u32, persona: usize, text: String, about: About) -> Planned {
        let accounts = self.crowd.get(persona).map_or(1, |persona| persona.accounts.len());
        // People write between seven in the morning and eleven at night.
        let second = 7 * 60 * 60 + self.below(16 * 60 * 60);
        Planned { day, second, persona, account: self.dice.below(accounts), text, about, echo: false }
    }

    /// Some write much more than others.
    fn somebody(&mut self) -> usize {
        let (a, b) = (self.dice.below(self.crowd.len()), self.dice.below(self.crowd.len()));
        if self.dice.percent(40) { a.min(b) } else { a }
    }

    fn below(&mut self, end: u32) -> u32 {
        let end = usize::try_from(end).unwrap_or(usize::MAX);
        u32::try_from(self.dice.below(end)).unwrap_or(0)
    }
}

/// The day of the story on which a wish ships, if it has.
pub fn shipped_on(content: &Content, wish: &Wish) -> Option<u32> {
    let release = content.releases.iter().find(|release| Some(&release.name) == wish.release.as_ref())?;
    release.days_ago.map(|days_ago| DAYS.saturating_sub(days_ago))
}

/// What a message that asks says.
struct Words {
    text: String,
    /// The part that asks.
    quote: String,
    /// Whether it answers somebody else who asks.
    echo: bool,
}

fn ask_words(content: &Content, wish: &Wish, dice: &mut Dice) -> Words {
    let voices = &content.voices;
    let opening = dice.word(&voices.openings);
    let ask = dice.word(&wish.asks);
    let asking = dice.word(&voices.asking).replace("{ask}", ask).replace("{bare}", bare(ask));
    let begins = opening.is_empty() || opening.ends_with(['.', '!', '?']);
    let quote = if begins { capital(&asking) } else { asking };
    let because = if dice.percent(75) { dice.word(&wish.because) } else { "" };
    let closing = dice.word(&voices.closings);
    let parts = [opening, &quote, because, closing];
    let text: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Words { text: text.join(" "), quote, echo: false }
}

fn echo_words(content: &Content, wish: &Wish, dice: &mut Dice) -> Words {
    let text = capital(&dice.word(&content.voices.echoes).replace("{ask}", dice.word(&wish.asks)));
    Words { quote: text.clone(), text, echo: true }
}

fn again_words(content: &Content, wish: &Wish, dice: &mut Dice) -> Words {
    let text = capital(&dice.word(&content.voices.again).replace("{ask}", dice.word(&wish.asks)));
    Words { quote: text.clone(), text, echo: false }
}

/// Whether it is written to the team; spam and praise speak for themselves.
fn is_to_the_team(about: &About) -> bool {
    matches!(about, About::Question | About::Trouble)
}

/// An opening that is a sentence of its own.
fn sentence<'a>(dice: &mut Dice, openings: &'a [String]) -> &'a str {
    Some(dice.word(openings)).filter(|opening| opening.ends_with(['.', '!'])).unwrap_or_default()
}

/// Without its article, for "there is no ...".
fn bare(ask: &str) -> &str {
    ["a ", "an ", "the "].iter().find_map(|article| ask.strip_prefix(article)).unwrap_or(ask)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

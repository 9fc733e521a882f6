//! Builds workspaces of 1 000, 10 000 and 100 000 features with five messages each and measures them.
//!
//! `cargo run --release -p suggest --example scale [-- FEATURES...]`
//!
//! Give one size a run to compare memory: later sizes reuse what earlier ones freed. "Best of five" asks each
//! query five times and keeps the fastest: it leaves out waiting for a busy core, but also cold caches.
//!
//! Texts are made of real words (those of the word-piece vocabulary) drawn by Zipf's law, with a few words that
//! belong to each feature, so that posting lists are as uneven as in real text.

mod measure;

use std::error::Error;
use std::time::{Duration, Instant};

use measure::{Latencies, resident_megabytes};
use suggest::{FeatureKey, MessageKey, Suggester};

const MESSAGES: u32 = 5;
const QUERIES: u32 = 400;
const REPEATS: u32 = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<u32> = std::env::args().skip(1).map(|size| size.parse()).collect::<Result<_, _>>()?;
    let sizes = if sizes.is_empty() { vec![1_000, 10_000, 100_000] } else { sizes };
    for features in sizes {
        measure(features)?;
    }
    Ok(())
}

fn measure(features: u32) -> Result<(), Box<dyn Error>> {
    let before = resident_megabytes();
    let mut texts = Texts::new();
    let start = Instant::now();
    let mut suggester = build(features, &mut texts)?;
    let (built, memory) = (start.elapsed(), resident_megabytes() - before);
    println!("{features} features: built in {built:.2?}, {memory:.0} MB more");
    ask(&mut suggester, features, &mut texts)?;

    let start = Instant::now();
    suggester.forget(MessageKey(0));
    println!("  forget a message {:.2?}", start.elapsed());
    let start = Instant::now();
    let pairs = suggester.duplicate_pairs(50).len();
    println!("  {pairs} duplicate pairs in {:.2?}", start.elapsed());
    Ok(())
}

/// Features with their titles and messages.
fn build(features: u32, texts: &mut Texts) -> Result<Suggester, Box<dyn Error>> {
    let mut suggester = Suggester::new();
    for feature in 0..features {
        let key = FeatureKey(u128::from(feature));
        suggester.add_feature(key, &texts.title(feature));
        for message in 0..MESSAGES {
            let message = MessageKey(u128::from(feature * MESSAGES + message));
            suggester.restore_link(message, &texts.message(feature), key)?;
        }
    }
    Ok(suggester)
}

/// Asks for a new message of many features, and links it.
fn ask(suggester: &mut Suggester, features: u32, texts: &mut Texts) -> Result<(), Box<dyn Error>> {
    suggester.suggest("loads what is made once a process", 5);
    let (mut once, mut best, mut found) = (Latencies::default(), Latencies::default(), 0);
    for query in 0..QUERIES {
        let feature = query * 7919 % features;
        let (key, text) = (FeatureKey(u128::from(feature)), texts.message(feature));
        let start = Instant::now();
        let suggestions = suggester.suggest(&text, 5);
        let first = start.elapsed();
        once.add(first);
        best.add((1..REPEATS).map(|_| timed(suggester, &text)).fold(first, Duration::min));
        found += u32::from(suggestions.features.iter().any(|suggestion| suggestion.key == key));
        suggester.learn_link(MessageKey(u128::from(features * MESSAGES + query)), &text, key)?;
    }
    println!("  {found} of {QUERIES} in the first five");
    println!("  suggest, asked once   {}", once.summary());
    println!("  suggest, best of five {}", best.summary());
    println!("  memory of the process {:.0} MB", resident_megabytes());
    Ok(())
}

fn timed(suggester: &Suggester, text: &str) -> Duration {
    let start = Instant::now();
    std::hint::black_box(suggester.suggest(text, 5));
    start.elapsed()
}

/// A source of texts with a generator of its own (`xorshift64*`, Vigna 2016), the same in every run.
struct Texts {
    words: Vec<&'static str>,
    state: u64,
}

impl Texts {
    fn new() -> Self {
        let vocabulary = include_str!("../data/vocab.txt").lines();
        let is_word = |word: &&str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        Self { words: vocabulary.filter(is_word).collect(), state: 0x9E37_79B9_7F4A_7C15 }
    }

    fn random(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// A word by Zipf's law: the logarithm of its rank is uniform. The vocabulary is ordered by frequency.
    fn common(&mut self) -> &'static str {
        let bits = 64 - (self.words.len() as u64).leading_zeros();
        let octave = self.random() % u64::from(bits);
        let rank = (1 << octave) + self.random() % (1 << octave);
        self.word(rank - 1)
    }

    /// One of the six words of a feature.
    fn own(&mut self, feature: u32) -> &'static str {
        let which = self.random() % 6;
        self.word((u64::from(feature) * 6 + which).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20)
    }

    fn word(&self, number: u64) -> &'static str {
        let position = number % self.words.len() as u64;
        usize::try_from(position)
            .ok()
            .and_then(|position| self.words.get(position))
            .copied()
            .unwrap_or("word")
    }

    fn title(&mut self, feature: u32) -> String {
        [self.own(feature), self.own(feature), self.common()].join(" ")
    }

    fn message(&mut self, feature: u32) -> String {
        let own: Vec<&str> = (0..3).map(|_| self.own(feature)).collect();
        let common: Vec<&str> = (0..9).map(|_| self.common()).collect();
        [common, own].concat().join(" ")
    }
}

//! Replays a stream of messages in the online protocol and prints how good the suggestions were.
//!
//! `cargo run --release -p suggest --example replay -- STREAM.jsonl [--link-out-of-scope]`
//!
//! Each line is `{"text", "group", "name"}`. Every message is ranked against the features that exist so far, and
//! only then linked and learned. Recall and MRR are over messages whose feature existed already; AUC is how well
//! `looks_new` tells the others from them. A line with `"oos": true` belongs to no feature: it is learned as new,
//! or with `--link-out-of-scope` gets a feature of its own.

mod measure;

use std::collections::HashMap;
use std::error::Error;
use std::time::Instant;

use measure::{Latencies, Quality, resident_megabytes};
use suggest::{FeatureKey, MessageKey, Suggester};

/// Places looked at for recall and MRR.
const LIMIT: usize = 10;

#[derive(serde::Deserialize)]
struct Line {
    text: String,
    group: String,
    name: String,
    #[serde(default)]
    oos: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let links_out_of_scope = arguments.iter().any(|argument| argument == "--link-out-of-scope");
    let path = arguments.iter().find(|argument| !argument.starts_with("--"));
    let path = path.ok_or("usage: replay STREAM.jsonl [--link-out-of-scope]")?;

    let mut replay = Replay { links_out_of_scope, ..Replay::default() };
    for (line, key) in std::fs::read_to_string(path)?.lines().zip(0..) {
        replay.message(MessageKey(key), &serde_json::from_str(line)?)?;
    }
    replay.print();
    Ok(())
}

#[derive(Default)]
struct Replay {
    suggester: Suggester,
    features: HashMap<String, FeatureKey>,
    quality: Quality,
    latencies: Latencies,
    learning: Latencies,
    links_out_of_scope: bool,
}

impl Replay {
    fn message(&mut self, message: MessageKey, line: &Line) -> Result<(), Box<dyn Error>> {
        let start = Instant::now();
        let suggestions = self.suggester.suggest(&line.text, LIMIT);
        self.latencies.add(start.elapsed());

        let known = self.features.get(&line.group).copied();
        let ranked: Vec<FeatureKey> = suggestions.features.iter().map(|feature| feature.key).collect();
        self.quality.add(&ranked, known, suggestions.looks_new);

        let start = Instant::now();
        match known {
            Some(feature) => self.suggester.learn_link(message, &line.text, feature)?,
            None if line.oos && !self.links_out_of_scope => self.suggester.learn_new(&line.text),
            None => self.first_link(message, line)?,
        }
        self.learning.add(start.elapsed());
        Ok(())
    }

    fn first_link(&mut self, message: MessageKey, line: &Line) -> Result<(), Box<dyn Error>> {
        let feature = FeatureKey(u128::try_from(self.features.len())?);
        self.features.insert(line.group.clone(), feature);
        self.suggester.add_feature(feature, &line.name);
        Ok(self.suggester.learn_first_link(message, &line.text, feature)?)
    }

    fn print(mut self) {
        println!("{} features, {} links", self.suggester.feature_count(), self.suggester.link_count());
        println!("{}", self.quality);
        println!("suggest {}", self.latencies.summary());
        println!("learn   {}", self.learning.summary());
        println!("memory  {:.0} MB resident", resident_megabytes());
        println!("ranker  {:.2?}", self.suggester.weights().ranker.weights);
        println!("novelty {:.2?}", self.suggester.weights().novelty.weights);
    }
}

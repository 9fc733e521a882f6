//! Tags: one logistic model a tag, joined by the tags that messages of the likely feature have had.

use super::linear::LinearModel;
use super::signals::LabelText;
use crate::hash::FixedMap;
use crate::ids::{FeatureId, TagKey};
use crate::number::real;
use crate::table::Table;
use crate::top::top;

/// A new tag starts as unlikely: its logarithm of odds.
const START: f32 = -2.0;

/// Below this probability a tag is not worth proposing.
const LEAST: f32 = 0.05;

/// What a workspace has learned about its tags.
#[derive(Debug, Clone, Default)]
pub(crate) struct TagClassifier {
    model: LinearModel,
    labels: FixedMap<TagKey, u32>,
    tags: Vec<TagKey>,
    by_feature: Table<FeatureId, FeatureTags>,
}

/// How often messages of a feature had each tag.
#[derive(Debug, Clone, Default)]
struct FeatureTags {
    messages: usize,
    counts: Vec<(u32, usize)>,
}

impl FeatureTags {
    fn add(&mut self, label: u32, count: usize) {
        match self.counts.iter_mut().find(|(other, _)| *other == label) {
            Some((_, sum)) => *sum += count,
            None => self.counts.push((label, count)),
        }
    }

    /// The share of messages with a tag, as if there had been one more without.
    fn share(&self, label: u32) -> f32 {
        let count = self.counts.iter().find(|(other, _)| *other == label).map_or(0, |(_, count)| *count);
        real(count) / real(self.messages + 1)
    }
}

impl TagClassifier {
    /// The best `limit` tags with their probability, given the most likely feature and how likely it is.
    pub(crate) fn best(
        &self,
        limit: usize,
        text: &LabelText,
        likely: Option<(FeatureId, f32)>,
    ) -> Vec<(TagKey, f32)> {
        let of_feature = likely.and_then(|(id, share)| Some((self.by_feature.get(id)?, share)));
        let probabilities = self.model.scores(text).into_iter().zip(0..).map(|(score, label)| {
            let by_feature = of_feature.map_or(0.0, |(tags, share)| share * tags.share(label));
            // Either reason suffices.
            (label, 1.0 - (1.0 - logistic(score)) * (1.0 - by_feature))
        });
        let best = top(limit, probabilities).into_iter().filter(|(_, probability)| *probability >= LEAST);
        best.filter_map(|(label, probability)| Some((*self.tags.get(label as usize)?, probability))).collect()
    }

    /// Learns that a message of `features` has exactly these tags.
    pub(crate) fn learn(&mut self, text: &LabelText, tags: &[TagKey], features: &[FeatureId]) {
        let mut right: Vec<u32> = tags.iter().map(|tag| self.label(*tag)).collect();
        right.sort_unstable();
        right.dedup();
        let scores = self.model.scores(text).into_iter().zip(0..);
        let errors =
            scores.map(|(score, label)| logistic(score) - if right.contains(&label) { 1.0 } else { 0.0 });
        self.model.learn(text, errors.collect::<Vec<f32>>());
        for id in features {
            self.by_feature.row_mut(*id, |counts| {
                counts.messages += 1;
                for label in &right {
                    counts.add(*label, 1);
                }
            });
        }
    }

    /// Forgets the tags of a removed feature.
    pub(crate) fn remove_feature(&mut self, id: FeatureId) {
        self.by_feature.take(id);
    }

    /// Adds the tags of one feature to another.
    pub(crate) fn merge_feature(&mut self, from: FeatureId, into: FeatureId) {
        let source = self.by_feature.take(from);
        self.by_feature.row_mut(into, |target| {
            target.messages += source.messages;
            for (label, count) in &source.counts {
                target.add(*label, *count);
            }
        });
    }

    fn label(&mut self, tag: TagKey) -> u32 {
        if let Some(label) = self.labels.get(&tag) {
            return *label;
        }
        let label = self.model.add_label(START);
        self.labels.insert(tag, label);
        self.tags.push(tag);
        label
    }
}

fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BILLING: TagKey = TagKey(1);
    const MOBILE: TagKey = TagKey(2);

    fn best(tags: &TagClassifier, text: &str, likely: Option<(FeatureId, f32)>) -> Option<TagKey> {
        tags.best(3, &LabelText::new(text), likely).first().map(|(tag, _)| *tag)
    }

    #[test]
    fn tags_are_learned_from_texts() {
        let mut tags = TagClassifier::default();
        for _ in 0..5 {
            tags.learn(&LabelText::new("the invoice has a wrong amount"), &[BILLING], &[]);
            tags.learn(&LabelText::new("the app on my phone is slow"), &[MOBILE], &[]);
        }
        assert_eq!(best(&tags, "I was charged a wrong amount", None), Some(BILLING));
        assert_eq!(best(&tags, "android phone app", None), Some(MOBILE));
    }

    #[test]
    fn the_tags_of_the_likely_feature_are_added() {
        let mut tags = TagClassifier::default();
        let feature = FeatureId(0);
        for _ in 0..4 {
            tags.learn(&LabelText::new("foo"), &[MOBILE], &[feature]);
            tags.learn(&LabelText::new("bar"), &[BILLING], &[]);
        }
        assert_eq!(best(&tags, "something else", Some((feature, 0.9))), Some(MOBILE));
        tags.merge_feature(feature, FeatureId(1));
        assert_eq!(best(&tags, "something else", Some((FeatureId(1), 0.9))), Some(MOBILE));
    }
}

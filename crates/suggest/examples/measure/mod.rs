//! Measures shared by the examples: quality of ranked lists, latencies, memory.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "statistics over a few thousand samples"
)]
#![allow(dead_code, clippy::allow_attributes, reason = "each example uses its part")]

use std::fmt;
use std::time::Duration;

use suggest::FeatureKey;

/// Recall, mean reciprocal rank, and area under the curve of "new".
#[derive(Debug, Default)]
pub(crate) struct Quality {
    ranks: Vec<Option<usize>>,
    news: Vec<(f32, bool)>,
}

impl Quality {
    /// Adds one message: what was suggested, which feature was right, if it existed, and how new it looked.
    pub(crate) fn add(&mut self, ranked: &[FeatureKey], right: Option<FeatureKey>, looks_new: f32) {
        if let Some(right) = right {
            self.ranks.push(ranked.iter().position(|key| *key == right));
        }
        self.news.push((looks_new, right.is_none()));
    }

    fn recall(&self, limit: usize) -> f64 {
        let found = self.ranks.iter().flatten().filter(|rank| **rank < limit).count();
        found as f64 / self.ranks.len() as f64
    }

    fn mean_reciprocal_rank(&self) -> f64 {
        let sum: f64 = self.ranks.iter().flatten().map(|rank| 1.0 / (*rank as f64 + 1.0)).sum();
        sum / self.ranks.len() as f64
    }

    /// Probability that a new message looks newer than a known one.
    fn area_of_new(&self) -> f64 {
        let mut sorted = self.news.clone();
        sorted.sort_by(|left, right| left.0.total_cmp(&right.0));
        let (mut known, mut area) = (0.0, 0.0);
        for (_, is_new) in &sorted {
            if *is_new {
                area += known;
            } else {
                known += 1.0;
            }
        }
        area / known / (sorted.len() as f64 - known)
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, five, ten] = [1, 5, 10].map(|limit| self.recall(limit));
        let (mrr, auc) = (self.mean_reciprocal_rank(), self.area_of_new());
        write!(formatter, "R@1 {one:.3}  R@5 {five:.3}  R@10 {ten:.3}  MRR {mrr:.3}  AUC(new) {auc:.3}")
    }
}

/// Durations, of which quantiles are wanted.
#[derive(Debug, Default)]
pub(crate) struct Latencies {
    milliseconds: Vec<f64>,
}

impl Latencies {
    /// Adds one duration.
    pub(crate) fn add(&mut self, duration: Duration) {
        self.milliseconds.push(duration.as_secs_f64() * 1e3);
    }

    /// Median, 95th and 99th percentile.
    pub(crate) fn summary(&mut self) -> String {
        self.milliseconds.sort_by(f64::total_cmp);
        let [p50, p95, p99] = [0.5, 0.95, 0.99].map(|share| self.quantile(share));
        format!("p50 {p50:.2} ms  p95 {p95:.2} ms  p99 {p99:.2} ms")
    }

    fn quantile(&self, share: f64) -> f64 {
        let position = (self.milliseconds.len().saturating_sub(1)) as f64 * share;
        self.milliseconds.get(position as usize).copied().unwrap_or_default()
    }
}

/// Resident memory of this process, from `/proc`; 0 elsewhere than on Linux.
pub(crate) fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}

//! How much two replies say the same. Networks punish accounts that post near copies, and people notice.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// How many words in a row are compared. With two, a name changed inside a sentence costs little, another order of the
/// same words much.
const SHINGLE: usize = 2;

/// The threshold for "nearly identical", in percent, if no setting says otherwise: the same sentence with another name
/// lies above it, the same news in other words far below.
pub const NEARLY_IDENTICAL: u8 = 70;

/// A text that is too near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its place among those compared.
    pub index: usize,
    /// How near it is, in percent.
    pub percent: u8,
}

/// The share of pairs of neighbouring words that two texts have in common (Jaccard), in percent. Case, punctuation and
/// mentions do not count, and every link is the same.
pub fn similarity(a: &str, b: &str) -> u8 {
    percent(&shingles(a), &shingles(b))
}

/// The nearest of `others` that is at least `threshold` percent near; the first of equals.
pub fn nearest(text: &str, others: &[&str], threshold: u8) -> Option<Near> {
    let ours = shingles(text);
    let mut nearest: Option<Near> = None;
    for (index, other) in others.iter().enumerate() {
        let percent = percent(&ours, &shingles(other));
        if percent >= threshold && nearest.is_none_or(|found| percent > found.percent) {
            nearest = Some(Near { index, percent });
        }
    }
    nearest
}

type Shingles = BTreeSet<Vec<String>>;

fn percent(a: &Shingles, b: &Shingles) -> u8 {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    let percent = (common * 100).checked_div(all).unwrap_or(0);
    u8::try_from(percent).unwrap_or(100)
}

/// A text of fewer words is one shingle; a text without words has none, and is near nothing.
fn shingles(text: &str) -> Shingles {
    let words = words(text);
    if words.is_empty() {
        return Shingles::new();
    }
    if words.len() < SHINGLE {
        return Shingles::from([words]);
    }
    words.windows(SHINGLE).map(<[String]>::to_vec).collect()
}

fn words(text: &str) -> Vec<String> {
    let text: String = text.nfkc().collect::<String>().to_lowercase();
    let mut words = Vec::new();
    for token in text.split_whitespace() {
        if token.starts_with('@') {
            continue;
        }
        if token.starts_with("http://") || token.starts_with("https://") {
            words.push("link".to_owned());
            continue;
        }
        words.extend(token.unicode_words().map(str::to_owned));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &str =
        "@ada Hi Ada, you asked for dark mode in 2023. Good news: it is out in 2.4. https://a.example/1";
    const BOB: &str =
        "@bob Hi Bob, you asked for dark mode in 2023. Good news: it is out in 2.4! https://a.example/2";
    const FREE: &str = "@bob Remember when you wanted a darker theme? Version 2.4 brings it, have a look.";

    #[test]
    fn the_same_sentence_with_another_name_is_near() {
        assert_eq!(similarity(ADA, ADA), 100);
        let percent = similarity(ADA, BOB);
        assert!((NEARLY_IDENTICAL..100).contains(&percent), "{percent}");
        assert!(similarity(ADA, FREE) < 10, "{}", similarity(ADA, FREE));
    }

    #[test]
    fn writing_does_not_count() {
        assert_eq!(similarity("Dark mode is OUT!", "dark   mode is out"), 100);
        assert_eq!(similarity("ｄark mode", "dark mode"), 100);
        assert_eq!(similarity("暗い画面が出ました", "暗い画面が出ました。"), 100);
    }

    #[test]
    fn short_and_empty_texts() {
        assert_eq!(similarity("Thanks", "thanks!"), 100);
        assert_eq!(similarity("Thanks", "Thanks a lot"), 0);
        assert_eq!(similarity("", ""), 0);
        assert_eq!(similarity("@ada", "@bob"), 0);
    }

    #[test]
    fn the_nearest_is_named() {
        assert_eq!(nearest(ADA, &[FREE, BOB, ADA], NEARLY_IDENTICAL), Some(Near { index: 2, percent: 100 }));
        assert_eq!(nearest(ADA, &[FREE], NEARLY_IDENTICAL), None);
        assert_eq!(nearest(ADA, &[], 0), None);
    }
}

//! What must hold whatever is learned: same calls, same answers; nothing left of what was taken back.

use proptest::prelude::*;
use suggest::{FeatureKey, Kind, MessageKey, Suggester, Suggestions, TagKey};

const TITLES: [&str; 6] =
    ["Dark mode", "Export to CSV", "Login with Google", "Offline maps", "深色模式", "تصدير البيانات"];

const WORDS: [&str; 24] = [
    "dark",
    "mode",
    "night",
    "theme",
    "export",
    "csv",
    "download",
    "data",
    "login",
    "google",
    "password",
    "map",
    "offline",
    "slow",
    "please",
    "the",
    "not",
    "working",
    "深色模式",
    "导出",
    "تصدير",
    "🎉",
    "isn't",
    "ＣＳＶ",
];

/// One link that a human makes: which message, what it says, which feature.
#[derive(Debug, Clone)]
struct Link {
    message: MessageKey,
    text: String,
    feature: FeatureKey,
}

fn link() -> impl Strategy<Value = Link> {
    let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 0..8);
    (0..40_u128, words, 0..TITLES.len()).prop_map(|(message, words, feature)| Link {
        message: MessageKey(message),
        text: words.join(" "),
        feature: FeatureKey(feature as u128),
    })
}

fn links() -> impl Strategy<Value = Vec<Link>> {
    prop::collection::vec(link(), 0..30)
}

fn with_titles() -> Suggester {
    let mut suggester = Suggester::new();
    for (key, title) in (0..).zip(TITLES) {
        suggester.add_feature(FeatureKey(key), title);
    }
    suggester
}

fn learned(links: &[Link]) -> Suggester {
    let mut suggester = with_titles();
    for link in links {
        let known = suggester.learn_link(link.message, &link.text, link.feature);
        known.expect("links are drawn among the titles");
    }
    suggester
}

fn ask(suggester: &Suggester) -> Vec<Suggestions> {
    ["dark theme at night", "csv", "深色模式", "", "login not working 🎉"]
        .map(|text| suggester.suggest(text, 6))
        .to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_same_calls_give_the_same_answers(links in links()) {
        prop_assert_eq!(ask(&learned(&links)), ask(&learned(&links)));
    }

    #[test]
    fn restoring_links_and_weights_gives_the_same_answers(links in links()) {
        let original = learned(&links);
        let mut restored = with_titles();
        for link in &links {
            restored.restore_link(link.message, &link.text, link.feature).unwrap();
        }
        restored.restore_weights(original.weights());
        prop_assert_eq!(ask(&restored), ask(&original));
    }

    #[test]
    fn unlearning_undoes_learning(links in links(), extra in link()) {
        let before = learned(&links);
        let mut after = before.clone();
        let message = MessageKey(1_000);
        after.learn_link(message, &extra.text, extra.feature).unwrap();
        after.unlearn_link(message, extra.feature);
        after.restore_weights(before.weights());
        prop_assert_eq!(after.link_count(), before.link_count());
        for (ours, theirs) in ask(&after).iter().zip(ask(&before)) {
            for feature in &ours.features {
                let same = theirs.features.iter().find(|other| other.key == feature.key).expect("the same features");
                prop_assert_eq!(&feature.why.words, &same.why.words);
                prop_assert_eq!(feature.why.links, same.why.links);
                // Only the clock has moved on, by one link of the 500 that recency fades over.
                prop_assert!((feature.score - same.score).abs() < 0.01, "{} {}", feature.score, same.score);
            }
        }
    }

    #[test]
    fn a_forgotten_message_is_never_mentioned(links in links(), feature in 0..TITLES.len()) {
        let mut suggester = learned(&links);
        let key = FeatureKey(feature as u128);
        suggester.learn_link(MessageKey(2_000), "xylophone quixotic zeppelin", key).unwrap();
        suggester.forget(MessageKey(2_000));
        let answer = suggester.suggest("xylophone quixotic zeppelin", 6);
        for feature in answer.features {
            prop_assert!(feature.why.words.is_empty() && feature.why.title_words.is_empty(), "{}", feature.why);
        }
    }

    #[test]
    fn scores_are_shares_in_falling_order(links in links(), text in ".{0,60}") {
        let answer = learned(&links).suggest(&text, 6);
        prop_assert!((0.0..=1.0).contains(&answer.looks_new));
        let scores: Vec<f32> = answer.features.iter().map(|feature| feature.score).collect();
        prop_assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)), "{scores:?}");
        prop_assert!(scores.is_sorted_by(|left, right| left >= right), "{scores:?}");
    }

    #[test]
    fn explanations_only_grow_with_links(links in links(), feature in 0..TITLES.len()) {
        let key = FeatureKey(feature as u128);
        let text = "dark theme at night";
        let mut suggester = learned(&links);
        let mut seen = (0, 0);
        for message in 3_000..3_004 {
            suggester.learn_link(MessageKey(message), text, key).unwrap();
            let answer = suggester.suggest(text, 6);
            let found = answer.features.iter().find(|feature| feature.key == key).expect("it was just learned");
            prop_assert!(found.why.messages > seen.0 && found.why.links > seen.1, "{:?}", found.why);
            seen = (found.why.messages, found.why.links);
        }
    }

    #[test]
    fn any_text_is_survived(texts in prop::collection::vec(".{0,200}", 1..6)) {
        let mut suggester = Suggester::new();
        for (key, text) in (0..).zip(&texts) {
            suggester.add_feature(FeatureKey(key), text);
            suggester.learn_first_link(MessageKey(key), text, FeatureKey(key)).unwrap();
            suggester.learn_kind(text, Kind::Bug);
            suggester.learn_tags(MessageKey(key), text, &[TagKey(key)]);
        }
        for text in &texts {
            suggester.suggest(text, 5);
            suggester.similar_features(text, 5);
        }
        suggester.duplicate_pairs(5);
    }

    #[test]
    fn merging_keeps_every_link(links in links()) {
        let mut suggester = learned(&links);
        let (count, into, from) = (suggester.link_count(), FeatureKey(0), FeatureKey(1));
        suggester.merge_feature(from, into).unwrap();
        prop_assert_eq!(suggester.link_count(), count);
        prop_assert_eq!(suggester.feature_count(), TITLES.len() - 1);
        prop_assert!(suggester.learn_link(MessageKey(1), "csv", from).is_err());
        let best = suggester.similar_features("Export to CSV", 6);
        prop_assert!(best.iter().any(|feature| feature.key == into), "{best:?}");
    }
}

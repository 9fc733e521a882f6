//! What a specialist sees, example by example.

use suggest::{FeatureKey, Kind, MessageKey, Suggester, TagKey};

const DARK: FeatureKey = FeatureKey(1);
const EXPORT: FeatureKey = FeatureKey(2);
const LOGIN: FeatureKey = FeatureKey(3);

fn catalogue() -> Suggester {
    let mut suggester = Suggester::new();
    suggester.add_feature(DARK, "Dark mode");
    suggester.add_feature(EXPORT, "Export to CSV");
    suggester.add_feature(LOGIN, "Sign in with Google");
    suggester
}

fn best(suggester: &Suggester, text: &str) -> Option<FeatureKey> {
    suggester.suggest(text, 5).features.first().map(|feature| feature.key)
}

#[test]
fn a_feature_known_by_name_only_is_found() {
    let suggester = catalogue();
    assert_eq!(best(&suggester, "is there a dark theme?"), Some(DARK));
    assert_eq!(best(&suggester, "any way to download everything as a spreadsheet"), Some(EXPORT));
    assert_eq!(best(&suggester, "exprot to csv"), Some(EXPORT));
}

#[test]
fn a_link_teaches_new_words() {
    let mut suggester = catalogue();
    suggester.learn_link(MessageKey(1), "my eyes hurt in the evening", DARK).unwrap();
    let answer = suggester.suggest("evening, eyes hurt again", 1);
    assert_eq!(answer.features[0].key, DARK);
    assert_eq!(
        answer.features[0].why.to_string(),
        "same words as one earlier message: evening, eyes, hurt; linked once"
    );
}

#[test]
fn other_scripts_are_found() {
    let mut suggester = catalogue();
    suggester.add_feature(FeatureKey(4), "深色模式");
    suggester.add_feature(FeatureKey(5), "الوضع الداكن");
    suggester.learn_link(MessageKey(1), "Пожалуйста, добавьте уведомления", LOGIN).unwrap();
    assert_eq!(best(&suggester, "请添加深色模式"), Some(FeatureKey(4)));
    assert_eq!(best(&suggester, "أريد الوضع الداكن"), Some(FeatureKey(5)));
    assert_eq!(best(&suggester, "где уведомление"), Some(LOGIN));
}

#[test]
fn nothing_known_gives_nothing() {
    let answer = Suggester::new().suggest("dark mode", 5);
    assert!(answer.features.is_empty() && answer.tags.is_empty());
    assert!(answer.looks_new > 0.5);
}

#[test]
fn what_fits_nothing_looks_newer() {
    let mut suggester = catalogue();
    for (message, text) in (1..).zip(["dark mode please", "need a dark mode", "dark theme at night"]) {
        suggester.learn_link(MessageKey(message), text, DARK).unwrap();
    }
    let (known, new) = (suggester.suggest("dark mode at night", 5), suggester.suggest("refund my ticket", 5));
    assert!(known.looks_new < new.looks_new, "{} {}", known.looks_new, new.looks_new);
}

#[test]
fn an_edited_message_replaces_its_text() {
    let mut suggester = catalogue();
    suggester.learn_link(MessageKey(1), "zeppelin", DARK).unwrap();
    suggester.learn_link(MessageKey(1), "airship", DARK).unwrap();
    assert_eq!(suggester.link_count(), 1);
    let found = suggester.suggest("airship", 1).features;
    assert_eq!(found[0].why.words, ["airship"]);
    assert!(suggester.suggest("zeppelin", 5).features.iter().all(|feature| feature.why.words.is_empty()));
}

#[test]
fn a_message_may_belong_to_several_features() {
    let mut suggester = catalogue();
    suggester.learn_link(MessageKey(1), "zeppelin", DARK).unwrap();
    suggester.learn_link(MessageKey(1), "zeppelin", EXPORT).unwrap();
    assert_eq!(suggester.link_count(), 2);
    suggester.unlearn_link(MessageKey(1), DARK);
    assert_eq!(best(&suggester, "zeppelin"), Some(EXPORT));
    suggester.forget(MessageKey(1));
    assert_eq!(suggester.link_count(), 0);
}

#[test]
fn renamed_removed_and_merged_features_answer_to_their_names() {
    let mut suggester = catalogue();
    suggester.rename_feature(EXPORT, "Zeppelin").unwrap();
    assert_eq!(best(&suggester, "zeppelin"), Some(EXPORT));
    suggester.merge_feature(EXPORT, LOGIN).unwrap();
    assert_eq!(best(&suggester, "zeppelin"), Some(LOGIN));
    suggester.remove_feature(LOGIN);
    assert_ne!(best(&suggester, "zeppelin"), Some(LOGIN));
    assert_eq!(suggester.feature_count(), 1);
    let error = suggester.rename_feature(LOGIN, "x").unwrap_err();
    assert_eq!(error.to_string(), "feature `3` is unknown; add it first");
}

#[test]
fn kinds_are_known_from_the_start_and_learned() {
    let mut suggester = Suggester::new();
    let cases = [
        ("Please add an option to export my notes", Kind::Request),
        ("The app crashes when I rotate my phone", Kind::Bug),
        ("I love this, great job!", Kind::Praise),
        ("How do I reset my password?", Kind::Question),
        ("EARN $$$ from home, click here http://x.example", Kind::Spam),
    ];
    for (text, kind) in cases {
        assert_eq!(suggester.suggest(text, 1).kind.0, kind, "{text}");
    }
    for _ in 0..20 {
        suggester.learn_kind("ticket closed by customer", Kind::Other);
    }
    assert_eq!(suggester.suggest("ticket closed by agent", 1).kind.0, Kind::Other);
}

#[test]
fn tags_come_with_the_feature() {
    let mut suggester = catalogue();
    for message in 1..6 {
        suggester.learn_link(MessageKey(message), "dark theme at night please", DARK).unwrap();
        suggester.learn_tags(MessageKey(message), "dark theme at night please", &[TagKey(7)]);
    }
    let answer = suggester.suggest("dark mode", 1);
    assert_eq!(answer.tags.first().map(|(tag, _)| *tag), Some(TagKey(7)));
}

#[test]
fn duplicates_are_proposed_with_the_bigger_one_first() {
    let mut suggester = catalogue();
    suggester.add_feature(FeatureKey(9), "Dark mode for the app");
    suggester.learn_link(MessageKey(1), "dark theme", DARK).unwrap();
    let pairs = suggester.duplicate_pairs(10);
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    assert_eq!((pairs[0].keep, pairs[0].merge), (DARK, FeatureKey(9)));
}

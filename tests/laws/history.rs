//! What can happen. Numbers name things of the world, modulo how many there are, so that every history can be shrunk.

use proptest::prelude::*;

/// One step of a history.
#[derive(Clone, Debug)]
pub enum Step {
    /// Somebody writes a message, and it is linked to a feature.
    Ask {
        author: u8,
        feature: u8,
        kind: Kind,
    },
    /// An older message is linked to another feature.
    Link {
        message: u8,
        feature: u8,
    },
    Withdraw {
        request: u8,
    },
    Restore {
        request: u8,
    },
    MergeFeatures {
        from: u8,
        into: u8,
    },
    UnmergeFeature {
        feature: u8,
    },
    MergePeople {
        from: u8,
        into: u8,
    },
    UnmergePerson {
        person: u8,
    },
    OptOut {
        person: u8,
    },
    PutIn {
        release: u8,
        feature: u8,
    },
    TakeOut {
        release: u8,
        feature: u8,
    },
    Ship {
        release: u8,
        grace: bool,
    },
    Recall {
        release: u8,
    },
    Widen {
        release: u8,
    },
    Claim,
    /// The claims in hand, oldest first: what is done with the first.
    Tell {
        answer: u8,
    },
    Skip {
        reason: u8,
    },
    Snooze,
    GiveBack,
    Wait {
        minutes: u8,
    },
    /// The newest decision that can be undone is undone.
    Undo,
    /// A step is taken and undone at once: everything is as it was.
    AndBack(Box<Step>),
}

/// What a person says of a feature.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Asks,
    Mentions,
    Against,
}

pub fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => decision(),
        3 => queue(),
        1 => Just(Step::Undo),
        2 => undoable().prop_map(|step| Step::AndBack(Box::new(step))),
    ]
}

fn decision() -> impl Strategy<Value = Step> {
    let ask = (
        any::<u8>(),
        any::<u8>(),
        prop_oneof![6 => Just(Kind::Asks), 1 => Just(Kind::Mentions), 1 => Just(Kind::Against)],
    );
    prop_oneof![
        6 => ask.prop_map(|(author, feature, kind)| Step::Ask { author, feature, kind }),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(message, feature)| Step::Link { message, feature }),
        1 => any::<u8>().prop_map(|request| Step::Restore { request }),
        1 => any::<u8>().prop_map(|feature| Step::UnmergeFeature { feature }),
        1 => any::<u8>().prop_map(|person| Step::UnmergePerson { person }),
        3 => (any::<u8>(), any::<bool>()).prop_map(|(release, grace)| Step::Ship { release, grace }),
        8 => undoable(),
    ]
}

/// The decisions that are undone by one event.
fn undoable() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => any::<u8>().prop_map(|request| Step::Withdraw { request }),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(from, into)| Step::MergeFeatures { from, into }),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(from, into)| Step::MergePeople { from, into }),
        1 => any::<u8>().prop_map(|person| Step::OptOut { person }),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(release, feature)| Step::PutIn { release, feature }),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(release, feature)| Step::TakeOut { release, feature }),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(release, grace)| Step::Ship { release, grace }),
        1 => any::<u8>().prop_map(|release| Step::Recall { release }),
        1 => any::<u8>().prop_map(|reason| Step::Skip { reason }),
    ]
}

fn queue() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Claim),
        4 => any::<u8>().prop_map(|answer| Step::Tell { answer }),
        1 => any::<u8>().prop_map(|reason| Step::Skip { reason }),
        1 => Just(Step::Snooze),
        1 => Just(Step::GiveBack),
        1 => any::<u8>().prop_map(|release| Step::Widen { release }),
        2 => any::<u8>().prop_map(|minutes| Step::Wait { minutes }),
    ]
}

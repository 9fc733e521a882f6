//! What is owed to one person about one feature. This is the rule (law 1); `store::planning` applies it to sets, and a
//! property test holds the two against each other.

use crate::ids::ReleaseId;
use crate::state::{ItemState, Reason};

/// What is known about one person and one feature, after all merges.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pair {
    /// Somebody of the person's group asks for a feature of the group, and at least one such request is not history.
    pub asks: Asks,
    /// How the feature is out.
    pub shipped: Option<Shipped>,
    /// The person was told about it.
    pub told: bool,
    /// The person asked to stop.
    pub opted_out: bool,
    /// A member skipped it: why, and in which release.
    pub skipped: Option<(Reason, ReleaseId)>,
}

/// Whether a person asks for a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asks {
    /// Not, or not any more.
    #[default]
    No,
    /// Only in what was imported or linked in bulk.
    History,
    /// Yes.
    Yes,
}

/// How a feature is out.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// The release that it is told with.
    pub release: ReleaseId,
    /// Whether the release reaches everyone.
    pub everyone: bool,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing is owed: not asked for, not out, or told.
    Nothing,
    /// The person is to be told.
    Owed,
    /// The person is to be told once the reason is gone.
    Held(Reason),
    /// The person is not to be told, and that is on record.
    Barred(Reason),
}

/// The rule.
pub fn due(pair: &Pair) -> Due {
    let Some(shipped) = pair.shipped else { return Due::Nothing };
    if pair.asks == Asks::No || pair.told {
        return Due::Nothing;
    }
    if let Some((reason, release)) = pair.skipped
        && (reason != Reason::DoesNotAnswer || release == shipped.release)
    {
        return Due::Barred(reason);
    }
    if pair.opted_out {
        return Due::Barred(Reason::OptedOut);
    }
    if !shipped.everyone {
        return Due::Held(Reason::AudienceNotReached);
    }
    match pair.asks {
        Asks::History => Due::Held(Reason::History),
        _ => Due::Owed,
    }
}

impl Due {
    /// Whether an item in this state is what the rule wants. Held items that a member let go are owed, and stay so.
    pub fn agrees_with(self, item: Option<ItemState>) -> bool {
        match self {
            Due::Nothing => !matches!(item, Some(ItemState::Owed | ItemState::Held)),
            Due::Owed => item == Some(ItemState::Owed),
            Due::Held(_) => matches!(item, Some(ItemState::Held | ItemState::Owed)),
            Due::Barred(Reason::OptedOut) => item == Some(ItemState::Withdrawn),
            Due::Barred(_) => item == Some(ItemState::Skipped),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn shipped() -> Shipped {
        Shipped { release: ReleaseId(Uuid::from_u128(1)), everyone: true }
    }

    #[test]
    fn those_who_ask_for_what_is_out_are_owed() {
        let asked = Pair { asks: Asks::Yes, shipped: Some(shipped()), ..Pair::default() };
        assert_eq!(due(&asked), Due::Owed);
        assert_eq!(due(&Pair { told: true, ..asked }), Due::Nothing);
        assert_eq!(due(&Pair { shipped: None, ..asked }), Due::Nothing);
        assert_eq!(due(&Pair { asks: Asks::No, ..asked }), Due::Nothing);
    }

    #[test]
    fn every_reason_not_to_tell_is_on_record() {
        let asked = Pair { asks: Asks::Yes, shipped: Some(shipped()), ..Pair::default() };
        assert_eq!(due(&Pair { opted_out: true, ..asked }), Due::Barred(Reason::OptedOut));
        assert_eq!(due(&Pair { asks: Asks::History, ..asked }), Due::Held(Reason::History));
        let part = Some(Shipped { everyone: false, ..shipped() });
        assert_eq!(due(&Pair { shipped: part, ..asked }), Due::Held(Reason::AudienceNotReached));
    }

    #[test]
    fn what_did_not_answer_comes_back_with_another_release() {
        let (this, other) = (ReleaseId(Uuid::from_u128(1)), ReleaseId(Uuid::from_u128(2)));
        let asked = Pair { asks: Asks::Yes, shipped: Some(shipped()), ..Pair::default() };
        let skipped = |reason, release| due(&Pair { skipped: Some((reason, release)), ..asked });
        assert_eq!(skipped(Reason::DoesNotAnswer, this), Due::Barred(Reason::DoesNotAnswer));
        assert_eq!(skipped(Reason::DoesNotAnswer, other), Due::Owed);
        assert_eq!(skipped(Reason::AlreadyKnows, other), Due::Barred(Reason::AlreadyKnows));
    }
}

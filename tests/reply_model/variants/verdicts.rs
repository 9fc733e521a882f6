//! The fifteen, and what each must do.

use stateright::{Checker, Model};

use super::{Bounds, CAN_BE_SENT, InDoubt, NEVER_TWO, NO_DEAD_END, Platform, Protocol, SENT_IS_TRUE};

const BOUNDS: [(u8, u8, u8); 6] = [(1, 0, 0), (2, 0, 0), (2, 1, 0), (2, 0, 1), (2, 1, 1), (3, 1, 1)];
const WIDE_BOUNDS: [(u8, u8, u8); 1] = [(3, 2, 2)];

/// The first property that fails, at the smallest bounds, with the steps that lead there.
fn failure(protocol: Protocol, bounds: &[(u8, u8, u8)]) -> Option<(&'static str, String)> {
    for &(sends, crashes, expiries) in bounds {
        let bounds = Bounds { sends, crashes, expiries };
        let checker = Protocol { bounds, ..protocol }.checker().threads(1).spawn_bfs().join();
        let mut found = checker.discoveries();
        for property in [NEVER_TWO, SENT_IS_TRUE, NO_DEAD_END] {
            if let Some(path) = found.remove(property) {
                return Some((property, format!("at {bounds:?}: {:?}", path.into_actions())));
            }
        }
        assert!(found.contains_key(CAN_BE_SENT), "nothing can be sent at {bounds:?}");
    }
    None
}

const PLAIN: Protocol = Protocol {
    platform: Platform::NoKey,
    in_doubt: InDoubt::SendBlindly,
    has_intent: true,
    has_margin: true,
    checks_window_at_intent: false,
    only_dead_lose_leases: false,
    reads_lag: false,
    bounds: Bounds { sends: 0, crashes: 0, expiries: 0 },
};

#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Holds,
    Doubles,
}

use InDoubt::{AskPerson, KeyThenPerson, ReadAtOnce, ReadWhenQuiet, ReadWhenQuietAndNoSender};
use Platform::{ChosenPlace, KeyExpires, KeyForever, KeyStoredLater};
use Verdict::{Doubles, Holds};

fn variants() -> [(&'static str, Verdict, Protocol); 15] {
    let queue = Protocol { has_intent: false, ..PLAIN };
    let quiet = Protocol { in_doubt: ReadWhenQuiet, ..PLAIN };
    let bounded = Protocol { in_doubt: ReadWhenQuietAndNoSender, ..PLAIN };
    let window = Protocol { platform: KeyExpires, in_doubt: KeyThenPerson, ..PLAIN };
    [
        ("V0: a plain queue", Doubles, queue),
        ("V1: a plain queue, a key for ever", Holds, Protocol { platform: KeyForever, ..queue }),
        ("V2: a plain queue, a key that expires", Doubles, Protocol { platform: KeyExpires, ..queue }),
        (
            "V3: a key stored after the effect (Mastodon before 4.7.2)",
            Doubles,
            Protocol { platform: KeyStoredLater, ..PLAIN },
        ),
        ("V4: a chosen place (Bluesky)", Holds, Protocol { platform: ChosenPlace, ..PLAIN }),
        ("V5: read at once, send again", Doubles, Protocol { in_doubt: ReadAtOnce, ..PLAIN }),
        ("V6: read when the network is quiet", Doubles, quiet),
        ("V7: V6, and no sender pauses for long", Holds, bounded),
        ("V7s: V7, and reads may be old", Doubles, Protocol { reads_lag: true, ..bounded }),
        ("V8: never send again, ask a person", Holds, Protocol { in_doubt: AskPerson, ..PLAIN }),
        ("V9a: a window as long as the key", Doubles, Protocol { has_margin: false, ..window }),
        ("V9b: a window checked when it is queued", Doubles, window),
        (
            "V9c: a window checked at the intent (Mastodon)",
            Holds,
            Protocol { checks_window_at_intent: true, ..window },
        ),
        ("V10: V7 on a key stored after the effect", Holds, Protocol { platform: KeyStoredLater, ..bounded }),
        ("V11: V6, and only the dead lose leases", Holds, Protocol { only_dead_lose_leases: true, ..quiet }),
    ]
}

fn check(bounds: &[(u8, u8, u8)], which: impl Fn(Verdict) -> bool) {
    for (name, verdict, protocol) in variants().into_iter().filter(|(_, verdict, _)| which(*verdict)) {
        let failure = failure(protocol, bounds);
        let property = failure.as_ref().map(|(property, _)| *property);
        let expected = (verdict == Doubles).then_some(NEVER_TWO);
        assert_eq!(property, expected, "{name} {}", failure.map(|(_, steps)| steps).unwrap_or_default());
    }
}

#[test]
fn every_variant_has_its_verdict() {
    check(&BOUNDS, |_| true);
}

/// The figures of the design: three sends, two crashes, two leases lost by the living. A minute or two.
#[test]
#[ignore = "takes minutes; run it after changing the model"]
fn what_holds_holds_in_wide_bounds() {
    check(&WIDE_BOUNDS, |verdict| verdict == Holds);
}

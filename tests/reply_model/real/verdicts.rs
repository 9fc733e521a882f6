//! What the real function holds under.

use domain::reply::Guarantee;
use stateright::{Checker, HasDiscoveries, Model};

use super::{Action, CAN_BE_SENT, NEVER_TWO, Setting};

/// The property that fails, with the steps that lead there.
fn failure(setting: Setting) -> Option<(&'static str, Vec<Action>)> {
    let checker = setting.checker().threads(1).finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
    let mut found = checker.discoveries();
    let can_be_sent = found.remove(CAN_BE_SENT).is_some();
    let failure = found.into_iter().next().map(|(property, path)| (property, path.into_actions()));
    assert!(can_be_sent || failure.is_some(), "nothing can be sent in {setting:?}");
    println!("{setting:?}: {} states", checker.unique_state_count());
    failure
}

const READ_BACK: Setting = Setting {
    guarantee: Guarantee::ReadBack,
    resends: false,
    requests_may_be_late: false,
    sends: 2,
    crashes: 1,
    waits: 3,
    restores: 0,
};

/// Each network as it is, and what it holds under.
fn settings() -> [Setting; 6] {
    [
        Setting { guarantee: Guarantee::CreateAtKey, ..READ_BACK },
        Setting { guarantee: Guarantee::CreateAtKey, requests_may_be_late: true, ..READ_BACK },
        Setting { guarantee: Guarantee::KeyWindow, ..READ_BACK },
        READ_BACK,
        Setting { resends: true, ..READ_BACK },
        Setting { guarantee: Guarantee::PersonOnly, ..READ_BACK },
    ]
}

#[test]
fn holds_through_a_crash() {
    for setting in settings() {
        assert_eq!(failure(setting), None, "{setting:?}");
    }
}

#[test]
fn holds_through_a_restored_backup() {
    for setting in settings().map(|setting| Setting { crashes: 0, restores: 1, ..setting }) {
        assert_eq!(failure(setting), None, "{setting:?}");
    }
}

/// Two to ten million states for each network.
#[test]
#[ignore = "takes minutes; run it after changing the protocol"]
fn holds_through_a_crash_and_a_restored_backup() {
    for setting in settings().map(|setting| Setting { waits: 4, restores: 1, ..setting }) {
        assert_eq!(failure(setting), None, "{setting:?}");
    }
}

/// The model can fail: what `domain::reply` assumes of platforms is needed.
#[test]
fn late_requests_double_where_nothing_recognises_them() {
    let setting = Setting { resends: true, requests_may_be_late: true, ..READ_BACK };
    assert_eq!(failure(setting).map(|(property, _)| property), Some(NEVER_TWO));
}

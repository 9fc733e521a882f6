//! When the database goes back in time.

use super::*;

#[test]
fn after_an_epoch_every_reply_is_read_back_before_it_is_sent() {
    for &kind in KINDS {
        for reply in [Reply::new(kind), Reply::queued(kind), Reply::leased(kind), Reply::sending(kind)] {
            let state = reply.state();
            let raised = reply.after(&Event::EpochRaised { epoch: 2 });
            if kind == Guarantee::PersonOnly {
                assert!(asks(&raised.effects), "{state}");
                continue;
            }
            assert_eq!(
                (raised.state(), &*raised.effects),
                (ReplyState::Unknown, &[Effect::VerifyAt(at(30))][..]),
                "{state}"
            );
            let checked = raised.at(600).absent();
            let asks_first = state == ReplyState::Sending && kind == Guarantee::ReadBack;
            assert_eq!(checked.state() == ReplyState::Queued, !asks_first, "{kind} {state}");
        }
    }
}

#[test]
fn an_epoch_that_the_row_has_missed_shows_at_the_intent() {
    let leased = Reply::leased(Guarantee::CreateAtKey);
    let raised = leased.after(&Event::Intent { token: 1, epoch: 2 });
    assert_eq!((raised.state(), raised.row.epoch), (ReplyState::Unknown, 2));
    assert_eq!(raised.try_step(&Event::EpochRaised { epoch: 2 }), Err(Refused::OldEpoch(2)));
}

#[test]
fn tokens_of_a_forgotten_time_mean_nothing() {
    let raised = Reply::unknown(Guarantee::ReadBack).after(&Event::EpochRaised { epoch: 2 });
    assert!(raised.row.lease_token > 1 << 33);
    let stale = raised.at(900).try_step(&Event::Absent { token: 1, started_at: at(900) });
    assert_eq!(stale, Err(Refused::OldToken));
}

#[test]
fn approval_outlives_an_epoch() {
    let mut waiting = Reply::new(Guarantee::ReadBack);
    waiting.row.not_before = None;
    let checked = waiting.after(&Event::EpochRaised { epoch: 2 }).at(600).absent();
    assert_eq!(checked.state(), ReplyState::Held);
}

//! Replies under random events: two senders, a hostile platform, crashes, restored backups, reads that fail, people. Then
//! the world turns kind, and everything must come to an end that is true.

#[cfg(test)]
mod world;

use domain::reply::Guarantee;
use proptest::prelude::*;

use world::{Move, World};

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one =
        (0u8..27, any::<u8>(), any::<u8>()).prop_map(|(kind, which, detail)| Move { kind, which, detail });
    prop::collection::vec(one, 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_two_never_lost_never_stuck(
        guarantee in prop::sample::select(Guarantee::ALL),
        resends: bool,
        needs_approval: bool,
        moves in moves(),
    ) {
        let mut world = World::new(guarantee, resends, needs_approval);
        for one in moves {
            world.moves(one);
        }
        world.becomes_kind();
        world.ends_true();
    }
}

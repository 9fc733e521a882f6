//! The laws of the product, as properties: whatever happens in whatever order, they hold after every step.

#![expect(clippy::indexing_slicing, reason = "what a body lacks reads as null, and fails the test")]

mod history;
mod observer;
mod world;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use world::World;

/// Histories per run, unless `PROPTEST_CASES` says another number.
const CASES: u32 = 24;
/// Steps of a history.
const STEPS: std::ops::Range<usize> = 10..50;

#[test]
#[expect(clippy::disallowed_methods, reason = "the environment says how long to look")]
fn the_laws_hold_after_every_step_of_any_history() {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: asked.unwrap_or(CASES),
        max_shrink_iters: 60,
        failure_persistence: None,
        ..Config::default()
    };
    let histories = prop::collection::vec(history::any_step(), STEPS);
    TestRunner::new(config)
        .run(&histories, |steps| {
            actix_web::rt::System::new().block_on(async {
                let mut world = World::new().await;
                for step in &steps {
                    world
                        .take(step)
                        .await
                        .map_err(|broken| TestCaseError::fail(format!("{step:?}: {broken}")))?;
                }
                Ok(())
            })
        })
        .unwrap_or_else(|e| panic!("{e}"));
}

//! The laws of the product, as properties: whatever happens in whatever order, they hold after every step.

mod history;
mod observer;
mod world;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use history::Step;
use world::World;

/// Histories per run, unless `PROPTEST_CASES` says another number.
const CASES: u32 = 24;
/// Steps of a history.
const STEPS: std::ops::Range<usize> = 10..50;

#[test]
fn the_laws_hold_after_every_step_of_any_history() {
    let cases = Config::default().cases;
    let cases = if cases == Config { ..Config::with_cases(256) }.cases { CASES } else { cases };
    let config = Config { cases, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let histories = prop::collection::vec(any_step(), STEPS);
    TestRunner::new(config)
        .run(&histories, |steps| {
            actix_web::rt::System::new().block_on(async {
                let mut world = World::new().await;
                for step in &steps {
                    world.take(step).await.map_err(|broken| TestCaseError::fail(format!("{step:?}: {broken}")))?;
                }
                Ok(())
            })
        })
        .unwrap_or_else(|e| panic!("{e}"));
}

fn any_step() -> impl Strategy<Value = Step> {
    history::any_step()
}

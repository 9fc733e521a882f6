//! The worker on a fresh database.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use app::Caller;
use app::idempotency::{Answer, KEPT_FOR, Key};
use domain::WorkspaceId;
use testkit::{FixedClock, TestDb};

use super::*;

struct Bench {
    app: App,
    clock: Arc<FixedClock>,
    workspace: WorkspaceId,
    _db: TestDb,
}

fn bench() -> Bench {
    let db = TestDb::new();
    let clock = Arc::new(FixedClock::default());
    let app = App::new(Arc::clone(&db.db), Arc::<FixedClock>::clone(&clock));
    let workspace = app::workspaces::add(&app, &"Acme".parse().unwrap()).unwrap();
    Bench { app, clock, workspace, _db: db }
}

#[test]
fn kept_answers_are_purged_after_48_hours() {
    let Bench { app, clock, workspace, .. } = &bench();
    let member = app
        .write(&Caller::system(*workspace), |tx| {
            app::access::add_integration(tx, &"bot".parse().unwrap(), domain::Roles::default())
        })
        .unwrap();
    let caller = Caller { member: Some(member), ..Caller::system(*workspace) };
    let key = Key { key: "k".to_owned(), request_hash: "h".to_owned() };
    let answer = Answer { status: 201, body: "{}".to_owned(), kept: None };
    app.write_once(&caller, Some(&key), |_| Ok(answer)).unwrap();

    clock.advance(KEPT_FOR);
    assert_eq!((purge::JOB.run)(app, *workspace).unwrap(), 0);
    clock.advance(Duration::from_micros(1));
    assert_eq!((purge::JOB.run)(app, *workspace).unwrap(), 1);
    assert_eq!((purge::JOB.run)(app, *workspace).unwrap(), 0);
}

static RUNS: AtomicUsize = AtomicUsize::new(0);
static THIRD: Mutex<Option<mpsc::Sender<()>>> = Mutex::new(None);
static FOREVER: Mutex<()> = Mutex::new(());

const OFTEN: Duration = Duration::from_millis(1);
const TROUBLE: &[Job] = &[
    Job { name: "panics", every: OFTEN, run: |_, _| panic!("a test panics") },
    Job { name: "fails", every: OFTEN, run: |_, _| Err(app::Error::internal("a test fails")) },
    Job {
        name: "hangs",
        every: OFTEN,
        run: |_, _| {
            drop(FOREVER.lock());
            Ok(0)
        },
    },
    Job {
        name: "works",
        every: OFTEN,
        run: |_, _| {
            if RUNS.fetch_add(1, Ordering::SeqCst) == 2
                && let Some(third) = THIRD.lock().unwrap().take()
            {
                third.send(()).unwrap();
            }
            Ok(1)
        },
    },
];

#[test]
fn jobs_that_panic_fail_or_hang_stop_no_other() {
    let Bench { app, _db, .. } = bench();
    let (third, came) = mpsc::channel();
    *THIRD.lock().unwrap() = Some(third);
    let hanging = FOREVER.lock().unwrap();
    let worker = Worker::start(app, TROUBLE).unwrap();
    came.recv_timeout(Duration::from_secs(30)).expect("the job that works comes round");
    drop(hanging);
    worker.stop();
}

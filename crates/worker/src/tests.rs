//! The worker on a fresh database.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use app::features::NewFeature;
use app::follow_ups::FollowUpQuery;
use app::idempotency::{Answer, KEPT_FOR, Key};
use app::messages::{Incoming, IncomingAuthor};
use app::releases::NewRelease;
use app::requests::{NewRequest, Wanted};
use app::{Caller, PageQuery};
use domain::state::{FollowUpState, RequestKind};
use domain::text::Prose;
use domain::{ReleaseId, Timestamp, WorkspaceId};
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

/// A release with a feature that a message asks for.
fn prepare(app: &App, workspace: WorkspaceId) -> ReleaseId {
    let system = Caller::system(workspace);
    let author = IncomingAuthor {
        external_id: "42".parse().unwrap(),
        handle: Some("ada".parse().unwrap()),
        name: None,
    };
    let message = Incoming {
        network: "x".parse().unwrap(),
        external_id: "1".parse().unwrap(),
        url: None,
        author,
        text: "please add dark mode".parse().unwrap(),
        posted_at: "2023-05-01T10:00:00Z".parse().unwrap(),
        parent_external_id: None,
        thread_external_id: None,
        edited_at: None,
        repost: false,
    };
    let feature = NewFeature { title: "Dark mode".parse().unwrap(), description: Prose::none() };
    let release = NewRelease {
        name: "2.4".parse().unwrap(),
        url: None,
        notes: Prose::none(),
        audience: "everyone".parse().unwrap(),
        scheduled_for: None,
    };
    let release = app.write(&system, |tx| {
        let message = app::messages::add(tx, message)?.message.message.id;
        let feature = app::features::add(tx, feature)?.feature.id;
        let (wanted, kind) = (Wanted::Known(feature), RequestKind::Asks);
        let request = NewRequest { wanted, kind, quote: "dark mode".parse().unwrap(), note: Prose::none() };
        app::requests::link(tx, message, request)?;
        let release = app::releases::add(tx, release)?.release.id;
        app::releases::add_feature(tx, release, feature)?;
        Ok(release)
    });
    release.unwrap()
}

fn count(app: &App, workspace: WorkspaceId, state: FollowUpState) -> usize {
    let query = FollowUpQuery { state: Some(state), ..FollowUpQuery::default() };
    let list = |view: &mut app::View<'_>| app::follow_ups::list(view, &query, &PageQuery::default());
    app.read(&Caller::system(workspace), list).unwrap().items.len()
}

#[test]
fn follow_ups_open_when_their_grace_is_over() {
    let Bench { app, clock, workspace, .. } = &bench();
    let release = prepare(app, *workspace);
    app::releases::ship(app, &Caller::system(*workspace), release, Some(Duration::from_mins(5))).unwrap();
    let open = || count(app, *workspace, FollowUpState::Open);
    clock.advance(Duration::from_secs(299));
    assert_eq!(((wake::JOB.run)(app, *workspace).unwrap(), open()), (0, 0));
    clock.advance(Duration::from_secs(1));
    assert_eq!(((wake::JOB.run)(app, *workspace).unwrap(), open()), (1, 1));
    assert_eq!(((wake::JOB.run)(app, *workspace).unwrap(), open()), (0, 1));
}

/// A clock that stops the process, so to speak, when it was asked too often.
struct CrashingClock {
    left: AtomicUsize,
}

impl app::Clock for CrashingClock {
    fn now(&self) -> Timestamp {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        assert!(left.is_ok(), "the process was killed");
        FixedClock::default().now()
    }

    fn random(&self, bytes: &mut [u8]) {
        FixedClock::default().random(bytes);
    }
}

#[test]
fn shipping_is_finished_wherever_the_process_died() {
    for steps in 1.. {
        let Bench { app, workspace, .. } = &bench();
        let system = Caller::system(*workspace);
        let release = prepare(app, *workspace);
        let mortal = app.at(Arc::new(CrashingClock { left: AtomicUsize::new(steps) }));
        let shipped = catch_unwind(AssertUnwindSafe(|| {
            app::releases::ship(&mortal, &system, release, Some(Duration::ZERO)).unwrap();
        }));
        let finished = (plan::JOB.run)(app, *workspace).unwrap();
        assert_eq!(count(app, *workspace, FollowUpState::Open), 1, "killed at step {steps}");
        assert_eq!((plan::JOB.run)(app, *workspace).unwrap(), 0, "killed at step {steps}");
        assert!(app::check::run(app, *workspace).unwrap().is_empty(), "killed at step {steps}");
        if shipped.is_ok() {
            assert_eq!(finished, 0);
            assert!(steps > 3, "shipping has several steps");
            return;
        }
    }
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

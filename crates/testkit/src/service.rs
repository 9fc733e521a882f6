//! The whole service on a free port, and a client that speaks HTTP to it.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use api::{Callers, Limits, Services};
use app::{App, Caller};
use diesel::connection::SimpleConnection as _;
use domain::text::Name;
use domain::{Role, Roles, WorkspaceId};
use reqwest::Method;
use serde_json::Value;
use store::{Conn, StoreError};

use crate::{EventStream, FixedClock, TestDb};

/// A service of its own for one test, with one workspace.
pub struct TestApp {
    /// The application beneath, for what HTTP does not reach.
    pub app: App,
    /// Its time.
    pub clock: Arc<FixedClock>,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub url: String,
    http: reqwest::Client,
    server: ServerHandle,
    #[expect(dead_code, reason = "removed when dropped")]
    db: TestDb,
}

/// A caller with a token.
#[derive(Clone)]
pub struct Client {
    base: String,
    token: Option<String>,
    http: reqwest::Client,
}

/// An answer.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body; null if there is none, a string if it is not JSON.
    pub body: Value,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
}

impl TestApp {
    /// Starts a service on a fresh database.
    pub async fn start() -> TestApp {
        TestApp::with_limits(Limits::per_minute(0)).await
    }

    /// Starts a service that limits its callers.
    #[expect(clippy::unused_async, reason = "starting needs the runtime that only an async test has")]
    pub async fn with_limits(limits: Limits) -> TestApp {
        show_faults();
        let db = TestDb::new();
        let clock = Arc::new(FixedClock::default());
        let app = App::new(Arc::clone(&db.db), Arc::<FixedClock>::clone(&clock));
        let workspace =
            app::workspaces::add(&app, &name("Acme")).expect("a fresh database takes a workspace");
        let services = Services {
            app: Data::new(app.clone()),
            callers: Data::new(Callers::default()),
            limits: Data::new(limits),
        };
        let server = HttpServer::new(move || api::build(services.clone()))
            .workers(1)
            .bind(("127.0.0.1", 0))
            .expect("a port is free");
        let url = format!("http://{}", server.addrs().first().expect("it listens"));
        let server = server.disable_signals().shutdown_timeout(0).run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        TestApp { app, clock, workspace, url, http: reqwest::Client::new(), server: handle, db }
    }

    /// Another workspace in the same installation.
    pub fn other_workspace(&self) -> WorkspaceId {
        app::workspaces::add(&self.app, &name("Other")).expect("the name is free")
    }

    /// A caller with one role.
    pub fn as_role(&self, role: Role) -> Client {
        self.client(self.workspace, role)
    }

    /// An admin.
    pub fn admin(&self) -> Client {
        self.as_role(Role::Admin)
    }

    /// A caller with one role in a workspace.
    pub fn client(&self, workspace: WorkspaceId, role: Role) -> Client {
        let token = self.app.write(&Caller::system(workspace), |tx| {
            let member = app::access::add_integration(tx, &name(role.as_str()), Roles::from_iter([role]))?;
            app::access::add_token(tx, member, &name("test"), app::access::TOKEN_LIFE)
        });
        self.with_token(Some(token.expect("a token can be made").secret))
    }

    /// A caller with any token, or none.
    pub fn with_token(&self, token: Option<String>) -> Client {
        Client { base: self.url.clone(), token, http: self.http.clone() }
    }

    /// Makes an account on a network ours, without asking the network.
    pub fn db_add_account(&self, network: &str, external_id: &str) {
        let account = store::accounts::Account {
            id: self.app.id(),
            network: network.to_owned(),
            external_id: external_id.to_owned(),
            handle: external_id.to_owned(),
            base_url: None,
            created_at: self.app.now(),
            paused_at: None,
        };
        let added = self.app.write(&Caller::system(self.workspace), |tx| {
            Ok(store::accounts::insert(tx.conn, tx.workspace, &account)?)
        });
        added.expect("the account is new");
    }

    /// Runs a statement past all rules but those of the database; the constraint that it broke, if any.
    pub fn db_execute(&self, statement: &str) -> Result<(), StoreError> {
        self.app.db().write(|conn| {
            Ok(match conn {
                Conn::Sqlite(c) => c.batch_execute(statement),
                Conn::Postgres(c) => c.batch_execute(statement),
            }?)
        })
    }

    /// Moves the time on.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }
}

/// What an answer does not show of a fault of ours, a failing test does.
fn show_faults() {
    let errors = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).with_test_writer();
    // Another test of this process may have been first.
    let _ = errors.try_init();
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

fn name(text: &str) -> Name {
    text.parse().expect("a short name is a name")
}

impl Client {
    /// `GET` under `/api/v1`.
    pub async fn get(&self, path: &str) -> Response {
        self.send(Method::GET, path, None, &[]).await
    }

    /// `POST` under `/api/v1`.
    pub async fn post(&self, path: &str, body: Value) -> Response {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    /// `PUT` under `/api/v1`.
    pub async fn put(&self, path: &str, body: Value) -> Response {
        self.send(Method::PUT, path, Some(body), &[]).await
    }

    /// `PATCH` under `/api/v1`.
    pub async fn patch(&self, path: &str, body: Value) -> Response {
        self.send(Method::PATCH, path, Some(body), &[]).await
    }

    /// `DELETE` under `/api/v1`.
    pub async fn delete(&self, path: &str) -> Response {
        self.send(Method::DELETE, path, None, &[]).await
    }

    /// Opens a stream of server-sent events under `/api/v1`.
    pub async fn stream(&self, path: &str, headers: &[(&str, &str)]) -> EventStream {
        let request = self.request(Method::GET, path, headers);
        EventStream::new(request.send().await.expect("the service answers"))
    }

    /// Any method under `/api/v1`, with headers.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Response {
        let mut request = self.request(method, path, headers);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("the service answers");
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await.expect("the answer has an end");
        let body = serde_json::from_str(&text).unwrap_or(if text.is_empty() {
            Value::Null
        } else {
            Value::String(text)
        });
        Response { status, body, headers }
    }

    /// The status of an answer whose body, which may have no end, is not waited for.
    pub async fn status(&self, method: Method, path: &str, body: Option<Value>) -> u16 {
        let mut request = self.request(method, path, &[]);
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.expect("the service answers").status().as_u16()
    }

    fn request(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v1{path}", self.base);
        let mut request = self.http.request(method, url);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request
    }
}

impl Response {
    /// The body of an answer with this status; panics with the body on any other.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{:#}", self.body);
        self.body
    }

    /// Asserts that this is a problem of a status and code.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Value {
        let got = self.body.get("code").and_then(Value::as_str);
        assert_eq!((self.status, got), (status, Some(code)), "{:#}", self.body);
        self.body
    }
}

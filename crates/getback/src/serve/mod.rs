//! The HTTP server: the API and the web app on one socket, and a calm end.

mod door;

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev;
use actix_web::middleware::from_fn;
use actix_web::rt::signal::unix::{SignalKind, signal};
use actix_web::web::Data;
use anyhow::{Context as _, anyhow};
use api::{Callers, Limits, Services};
use app::App;

use crate::config::Settings;

/// How long a head may take to arrive.
const HEAD_DEADLINE: Duration = Duration::from_secs(5);
/// How long a connection may stay open without a request.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How many connections one thread keeps at the most; more wait in the backlog.
const CONNECTIONS: usize = 10_000;

/// A server that has its socket, and answers once it runs.
pub struct Server {
    server: dev::Server,
    address: SocketAddr,
}

impl Server {
    /// Takes the socket.
    pub fn bind(settings: &Settings, app: &App) -> anyhow::Result<Server> {
        let services = Services {
            app: Data::new(app.clone()),
            callers: Data::new(Callers::default()),
            limits: Data::new(Limits::per_minute(settings.rate_limit)),
        };
        let factory =
            move || api::build(services.clone()).configure(web::mount).wrap(from_fn(door::middleware));
        let server = HttpServer::new(factory)
            .workers(threads(settings.threads))
            .client_request_timeout(HEAD_DEADLINE)
            .keep_alive(KEEP_ALIVE)
            .max_connections(CONNECTIONS)
            .shutdown_timeout(settings.shutdown_seconds)
            .disable_signals()
            .bind(&settings.listen)
            .map_err(|e| cannot_listen(&settings.listen, &e))?;
        let address = server.addrs().first().copied().context("a bound server has an address")?;
        Ok(Server { server: server.run(), address })
    }

    /// Where a browser on this machine finds it.
    pub fn url(&self) -> String {
        match self.address {
            SocketAddr::V4(v4) if v4.ip().is_unspecified() => format!("http://127.0.0.1:{}", v4.port()),
            SocketAddr::V6(v6) if v6.ip().is_unspecified() => format!("http://[::1]:{}", v6.port()),
            address => format!("http://{address}"),
        }
    }

    /// Serves until a signal says stop; then takes no more connections and finishes the requests that have begun.
    pub async fn run(self, app: App) -> anyhow::Result<()> {
        let stop = signals().context("cannot listen for signals")?;
        tracing::info!(listen = %self.address, "listening on {}", self.url());
        let handle = self.server.handle();
        actix_web::rt::spawn(async move {
            stop.await;
            tracing::info!("stopping: requests that have begun are finished");
            app.end_subscriptions();
            handle.stop(true).await;
        });
        self.server.await.context("the server broke off")?;
        tracing::info!("stopped");
        Ok(())
    }
}

fn threads(wanted: usize) -> usize {
    match wanted {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        some => some,
    }
}

fn cannot_listen(listen: &str, e: &std::io::Error) -> anyhow::Error {
    match e.kind() {
        std::io::ErrorKind::AddrInUse => {
            anyhow!("cannot listen on `{listen}`: another program has the port; choose one with `--listen`")
        }
        _ => anyhow!("cannot listen on `{listen}`: {e}; write it as `127.0.0.1:8080`"),
    }
}

/// Ends at SIGTERM or Ctrl-C. A second signal ends the process at once.
pub fn signals() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (told, hears) = tokio::sync::oneshot::channel();
    actix_web::rt::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        let _ = told.send(());
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        std::process::exit(1);
    });
    Ok(async move {
        let _ = hears.await;
    })
}

//! Serves the web app, the API and the worker in one process.

use anyhow::Context as _;
use app::App;
use app::passwords::Password;
use worker::Worker;

use super::init::{self, Founded};
use crate::config::Settings;
use crate::lock::WorkerLock;
use crate::serve::Server;
use crate::{installation, output, telemetry};

/// How a first start goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Plain `getback`: what is missing is made.
    Welcome,
    /// `getback serve`: an operator made it, or will.
    Plain,
}

pub fn run(settings: &Settings, start: Start) -> anyhow::Result<()> {
    telemetry::start(settings)?;
    let app = installation::make(settings)?;
    let lock = if settings.no_worker { None } else { Some(WorkerLock::take(settings)?) };
    actix_web::rt::System::new().block_on(async {
        let server = Server::bind(settings, &app)?;
        if start == Start::Welcome {
            welcome(settings, &app, &server.url())?;
        }
        let worker = lock.as_ref().map(|_| Worker::start(app.clone(), worker::JOBS));
        let worker = worker.transpose().context("cannot start the worker")?;
        let outcome = server.run(app).await;
        worker.into_iter().for_each(Worker::stop);
        outcome
    })
}

/// On the first start of all: makes a workspace and its admin, and says what to do next.
fn welcome(settings: &Settings, app: &App, url: &str) -> anyhow::Result<()> {
    let Some(Founded { name, admin, password, .. }) = init::first(app)? else { return Ok(()) };
    output::tell(&format!(
        "\nWelcome to Getback. This is its first start, with data in {database}.\n\n  \
         Workspace  {name}\n  Admin      {admin}\n  Password   {password}   (shown only now)\n\n\
         What next, in another terminal:\n\n  \
         TOKEN=$(getback token create --name me --role admin)\n  \
         curl -H \"Authorization: Bearer $TOKEN\" {url}/api/v1/features\n  \
         getback import messages.csv\n\n\
         `getback demo` serves a sample workspace; `getback --help` lists everything.\n",
        database = settings.database_url,
        name = name.as_str(),
        admin = admin.as_str(),
        password = password.as_ref().map_or("the one you chose", Password::reveal),
    ));
    Ok(())
}

//! Serves a fresh sample workspace.

use anyhow::Context as _;
use domain::Role;
use worker::Worker;

use crate::config::Settings;
use crate::demo::{self, ADMIN, Sample};
use crate::serve::Server;
use crate::{installation, output, telemetry};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How large it is: 1 is about nine hundred messages
    #[arg(long, env = "GETBACK_DEMO_SCALE", value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=100))]
    scale: u16,
}

pub fn run(settings: &Settings, args: &Args) -> anyhow::Result<()> {
    telemetry::start(settings)?;
    let folder = tempfile::Builder::new().prefix("getback-demo-").tempdir();
    let folder = folder.context("cannot make a temporary folder")?;
    // Whatever database the settings name stays as it is.
    let settings = &settings.in_folder(folder.path());
    let app = installation::make(settings)?;
    actix_web::rt::System::new().block_on(async {
        let server = Server::bind(settings, &app)?;
        output::tell("Making three years of Slate Notes ...");
        let sample = demo::fill(&app, usize::from(args.scale)).await.context("cannot make the sample")?;
        welcome(&server.url(), &sample);
        let worker = Worker::start(app.clone(), worker::JOBS).context("cannot start the worker")?;
        let outcome = server.run(app).await;
        worker.stop();
        outcome
    })
}

fn welcome(url: &str, sample: &Sample) {
    let (email, password) = ADMIN;
    let tokens: Vec<String> =
        sample.tokens.iter().map(|(role, token)| format!("  {:<16} {token}", role.as_str())).collect();
    let admin = sample.tokens.iter().find(|(role, _)| *role == Role::Admin).map_or("", |(_, token)| token);
    output::tell(&format!(
        "\nThe demo of Getback: {url}\nSign in as {email} with {password}, or use a token:\n\n{}\n\n  \
         curl -H \"Authorization: Bearer {admin}\" '{url}/api/v1/followups?state=open'\n\n\
         It lives in a temporary folder and is gone when it stops.\n",
        tokens.join("\n"),
    ));
}

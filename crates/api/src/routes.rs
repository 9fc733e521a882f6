//! All routes, on one screen.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App, Error, HttpResponse, get};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig as Routes;
use utoipa_actix_web::{AppExt as _, scope};

use crate::caller::{self, Callers};
use crate::events::stream::Streams;
use crate::limits::{self, Limits};
use crate::metrics::{self, Counted};
use crate::unrouted::{self, Known};
use crate::{
    events, features, followups, members, messages, people, releases, reports, request_id, requests, system,
    tags, tokens, undo,
};

/// What the routes share between workers.
#[derive(Clone)]
pub struct Services {
    /// The application.
    pub app: Data<app::App>,
    /// The callers of the last moment.
    pub callers: Data<Callers>,
    /// The limits in force.
    pub limits: Data<Limits>,
}

/// The routes that need a caller, all under `/api/v1`.
fn routes(api: &mut Routes<'_>) {
    // Messages
    api.service(messages::add::add)
        .service(messages::add_batch::add_batch)
        .service(messages::list::list)
        .service(messages::get::get)
        .service(messages::thread::thread)
        .service(messages::claim::claim)
        .service(messages::release::release)
        .service(messages::tag::tag)
        .service(messages::done::done);
    // Tags
    api.service(tags::list::list);
    // Features
    api.service(features::add::add)
        .service(features::list::list)
        .service(features::get::get)
        .service(features::edit::edit)
        .service(features::tag::tag)
        .service(features::merge::merge)
        .service(features::unmerge::unmerge)
        .service(features::preview_merge::preview_merge)
        .service(features::requesters::requesters);
    // Requests
    api.service(requests::link::link)
        .service(requests::list::list)
        .service(requests::get::get)
        .service(requests::withdraw::withdraw)
        .service(requests::restore::restore)
        .service(requests::edit::edit);
    // Releases
    api.service(releases::add::add)
        .service(releases::list::list)
        .service(releases::get::get)
        .service(releases::edit::edit)
        .service(releases::features::put_in)
        .service(releases::features::take_out)
        .service(releases::preview::preview)
        .service(releases::ship::ship)
        .service(releases::recall::recall)
        .service(releases::corrections::corrections);
    // Follow-ups
    api.service(followups::list::list)
        .service(followups::claim::claim)
        .service(followups::open_held::open_held)
        .service(followups::get::get)
        .service(followups::renew::renew)
        .service(followups::release::release)
        .service(followups::skip::skip)
        .service(followups::snooze::snooze)
        .service(followups::told::told);
    // People
    api.service(people::list::list).service(people::get::get).service(people::rename::rename);
    api.service(people::merge::merge).service(people::unmerge::unmerge).service(people::opt_out::opt_out);
    // Members and tokens
    api.service(members::me::me)
        .service(members::list::list)
        .service(members::add::add)
        .service(members::edit::edit)
        .service(tokens::list::list)
        .service(tokens::add::add)
        .service(tokens::revoke::revoke);
    // Reports
    api.service(reports::the_loop::the_loop);
    // The change feed
    api.service(events::list::list).service(events::stream::stream).service(undo::undo);
}

/// The routes that anybody may call.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Getback", description = "Everyone who asked hears back, nobody is forgotten, nobody is told twice."),
    tags(
        (name = "messages", description = "Social posts that reached us, and ours"),
        (name = "tags", description = "The labels of messages and of features"),
        (name = "features", description = "Things people ask for"),
        (name = "requests", description = "Who asks for which feature, in which message"),
        (name = "releases", description = "What ships together"),
        (name = "followups", description = "The queue of people to tell"),
        (name = "people", description = "Those who write to us"),
        (name = "reports", description = "The numbers that the team looks at"),
        (name = "members", description = "Who works here, and how programs call"),
        (name = "events", description = "Every decision, in order, and undoing it"),
        (name = "system", description = "For those who run Getback")
    )
)]
struct Doc;

/// The description of the API, as the routes tell it.
pub fn openapi() -> OpenApi {
    mount(App::new()).1
}

/// The API as an actix application; more can be mounted beside it. What no route takes is answered by [`unrouted`].
pub fn build(
    services: Services,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let (app, openapi) = mount(App::new());
    app.app_data(services.app)
        .app_data(services.callers)
        .app_data(services.limits)
        .app_data(Data::new(Known::of(&openapi)))
        .app_data(Data::new(openapi))
        .app_data(Data::new(Streams::default()))
        .app_data(Data::new(Counted::default()))
        .service(openapi_json)
        .default_service(web::to(unrouted::answer))
        .wrap(from_fn(request_id::middleware))
}

fn mount<T>(app: App<T>) -> (App<T>, OpenApi)
where
    T: ServiceFactory<ServiceRequest, Config = (), Error = Error, InitError = ()>,
{
    let guarded = scope("/api/v1")
        .wrap(from_fn(limits::middleware))
        .wrap(from_fn(caller::middleware))
        .configure(routes);
    let (app, mut openapi) = app
        .into_utoipa_app()
        .openapi(Doc::openapi())
        .service(guarded)
        .service(system::healthz)
        .service(system::readyz)
        .service(metrics::show)
        .split_for_parts();
    crate::openapi::complete(&mut openapi);
    (app, openapi)
}

/// The description of the API, OpenAPI 3.1.
#[get("/api/openapi.json")]
async fn openapi_json(openapi: Data<OpenApi>) -> HttpResponse {
    HttpResponse::Ok().json(&**openapi)
}

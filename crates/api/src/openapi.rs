//! Completes the description of the API with what holds for every operation, so that no handler has to repeat it: names,
//! the token, the problems that any request can meet.

use utoipa::openapi::content::Content;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, OpenApi, PathItem, Ref, RefOr, Required, schema};

/// Where the paths that need a token begin.
const GUARDED: &str = "/api/v1/";
/// The name of the way to bring one.
const TOKEN: &str = "token";
const PROBLEM_TYPE: &str = "application/problem+json";

/// Completes every operation.
pub(crate) fn complete(openapi: &mut OpenApi) {
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("gb_...").build();
    openapi
        .components
        .get_or_insert_with(Components::new)
        .add_security_scheme(TOKEN, SecurityScheme::Http(token));
    for (path, item) in &mut openapi.paths.paths {
        for (is_post, operation) in operations(item) {
            complete_one(path, is_post, operation);
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    let others = [get, put, delete, patch].into_iter().flatten().map(|operation| (false, operation));
    others.chain(post.iter_mut().map(|operation| (true, operation)))
}

fn complete_one(path: &str, is_post: bool, operation: &mut Operation) {
    operation.operation_id = operation.operation_id.take().map(|name| unique(path, &name));
    split_summary(operation);
    for (status, response) in &mut operation.responses.responses {
        if let (true, RefOr::T(response)) = (status.starts_with(['4', '5']), response) {
            as_problem(response);
        }
    }
    let open = operation.security.as_ref().is_some_and(Vec::is_empty);
    if !path.starts_with(GUARDED) || open {
        return;
    }
    operation.security = Some(vec![SecurityRequirement::new(TOKEN, Vec::<String>::new())]);
    for (status, description) in [
        ("401", "No token, or one that does not hold"),
        ("403", "The caller's roles do not allow it"),
        ("429", "Too many requests; see `Retry-After`"),
        ("default", "Any other problem; `code` says which"),
    ] {
        let entry = operation.responses.responses.entry(status.to_owned());
        entry.or_insert_with(|| RefOr::T(problem(description)));
    }
    if is_post {
        operation.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
    }
}

/// Handlers are called `add` and `list` in each module; clients that are made from the description need names of their own:
/// `features_add`, `people_merge`.
fn unique(path: &str, name: &str) -> String {
    let path = path.strip_prefix(GUARDED).unwrap_or(path);
    let mut words: Vec<&str> =
        path.split('/').filter(|part| !part.is_empty() && !part.starts_with('{')).collect();
    if words.last().is_none_or(|last| last.replace('-', "_") != name) {
        words.push(name);
    }
    words.join("_").replace('-', "_")
}

/// The first sentence of a handler's documentation is the summary, the rest the description.
fn split_summary(operation: &mut Operation) {
    let Some(text) = operation.summary.take() else { return };
    let text = text.replace('\n', " ");
    let (first, rest) = text.split_once(". ").unwrap_or((text.trim_end_matches('.'), ""));
    operation.summary = Some(first.to_owned());
    let description = [rest, operation.description.as_deref().unwrap_or_default()];
    let description: Vec<&str> = description.into_iter().filter(|part| !part.is_empty()).collect();
    operation.description = (!description.is_empty()).then(|| description.join("\n\n"));
}

fn problem(description: &str) -> Response {
    let mut response = ResponseBuilder::new().description(description).build();
    as_problem(&mut response);
    response
}

fn as_problem(response: &mut Response) {
    let schema = RefOr::<schema::Schema>::Ref(Ref::from_schema_name("ProblemOut"));
    response.content =
        [(PROBLEM_TYPE.to_owned(), RefOr::T(Content::new(Some(schema))))].into_iter().collect();
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The same key with the same request gets the first answer again, for 48 hours"))
        .schema(Some(schema::ObjectBuilder::new().schema_type(schema::Type::String).max_length(Some(255))))
        .build()
}

//! Paths and methods that do not exist: 404 and 405, as problems.

use actix_web::dev::ResourceDef;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, ResponseError as _};
use app::{Code, Error};
use utoipa::openapi::{OpenApi, PathItem};

use crate::problem::Problem;

/// Every path of the API with its methods, to tell an unknown path from a wrong method.
pub(crate) struct Known {
    paths: Vec<(ResourceDef, Vec<&'static str>)>,
}

impl Known {
    pub(crate) fn of(openapi: &OpenApi) -> Known {
        let paths = openapi
            .paths
            .paths
            .iter()
            .map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item)))
            .collect();
        Known { paths }
    }

    fn methods(&self, path: &str) -> Vec<&'static str> {
        self.paths
            .iter()
            .filter(|(known, _)| known.is_match(path))
            .flat_map(|(_, methods)| methods.iter().copied())
            .collect()
    }
}

fn methods(item: &PathItem) -> Vec<&'static str> {
    [
        ("GET", &item.get),
        ("PUT", &item.put),
        ("POST", &item.post),
        ("DELETE", &item.delete),
        ("PATCH", &item.patch),
    ]
    .into_iter()
    .filter(|(_, operation)| operation.is_some())
    .map(|(method, _)| method)
    .collect()
}

/// Answers what no route takes.
pub(crate) async fn answer(request: HttpRequest) -> HttpResponse {
    let methods =
        request.app_data::<Data<Known>>().map(|known| known.methods(request.path())).unwrap_or_default();
    if methods.is_empty() {
        let detail = "there is no such path; `/api/openapi.json` lists them all";
        return Problem(Error::new(Code::NotFound, detail)).error_response();
    }
    let allowed = methods.join(", ");
    let mut answer =
        Problem(Error::new(Code::MethodNotAllowed, format!("this path takes {allowed}"))).error_response();
    if let Ok(value) = HeaderValue::from_str(&allowed) {
        answer.headers_mut().insert(header::ALLOW, value);
    }
    answer
}

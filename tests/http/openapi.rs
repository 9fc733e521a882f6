//! `/api/openapi.json`, and the copy of it that is committed as `openapi.json`

use std::collections::HashSet;

use serde_json::Value;
use testkit::TestApp;

async fn served() -> Value {
    TestApp::start().await.with_token(None).get("/../openapi.json").await.expect(200)
}

/// Each operation as (method, path, description).
fn operations(openapi: &Value) -> Vec<(String, String, &Value)> {
    let paths = openapi["paths"].as_object().unwrap();
    let each = |(path, item): (&String, &'_ Value)| -> Vec<(String, String)> {
        item.as_object().unwrap().keys().map(|method| (method.clone(), path.clone())).collect()
    };
    let names: Vec<_> = paths.iter().flat_map(each).collect();
    names.into_iter().map(|(method, path)| (method.clone(), path.clone(), &paths[&path][&method])).collect()
}

#[actix_web::test]
async fn the_committed_copy_is_the_one_that_is_served() {
    let committed: Value = serde_json::from_str(include_str!("../../openapi.json")).unwrap();
    let served = served().await;
    assert_eq!(served["openapi"], "3.1.0");
    for part in ["paths", "components", "tags", "info"] {
        let hint = "run `cargo run -p getback -- openapi > openapi.json` and commit it";
        assert!(committed[part] == served[part], "`{part}` has changed: {hint}");
    }
}

#[actix_web::test]
async fn every_operation_is_described_in_full() {
    let openapi = served().await;
    let known: HashSet<&str> =
        openapi["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut names = HashSet::new();
    for (method, path, operation) in operations(&openapi) {
        let at = format!("{method} {path}");
        let tags = operation["tags"].as_array().unwrap();
        assert!(tags.len() == 1 && known.contains(tags[0].as_str().unwrap()), "{at} has no known tag");
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_empty() && summary.len() <= 200 && !summary.contains('\n'), "{at}: `{summary}`");
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "{at}: two operations are called `{name}`");
        responses(&at, operation);
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["schema"].is_object(), "{at}: a parameter without a schema");
        }
        let in_path = path.matches('{').count();
        let described = operation["parameters"].as_array().into_iter().flatten();
        assert_eq!(described.filter(|p| p["in"] == "path").count(), in_path, "{at}: parameters of the path");
    }
}

/// Success is described with its body, and every problem as a problem.
fn responses(at: &str, operation: &Value) {
    let responses = operation["responses"].as_object().unwrap();
    assert!(responses.keys().any(|status| status.starts_with('2')), "{at} has no success");
    for (status, response) in responses {
        let content = response["content"].as_object();
        if status.starts_with(['4', '5', 'd']) {
            let content = content.unwrap_or_else(|| panic!("{at} {status}: no body"));
            let schema = &content["application/problem+json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/ProblemOut", "{at} {status}");
        } else if status != "204" && at.contains("/api/v1") {
            assert!(content.is_some_and(|content| !content.is_empty()), "{at} {status}: no body");
        }
    }
    if at.contains(" /api/v1/") && operation["security"] != Value::Array(Vec::new()) {
        assert!(responses.contains_key("401") && responses.contains_key("default"), "{at}: 401 and default");
        assert_eq!(operation["security"], serde_json::json!([{ "token": [] }]), "{at}");
    }
}

#[actix_web::test]
async fn every_reference_leads_somewhere() {
    let openapi = served().await;
    let mut left = vec![&openapi];
    while let Some(value) = left.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    let pointer = reference.strip_prefix('#').expect("a reference within the document");
                    assert!(openapi.pointer(pointer).is_some(), "`{reference}` leads nowhere");
                }
                left.extend(fields.values());
            }
            Value::Array(items) => left.extend(items),
            _ => {}
        }
    }
}

//! `getback demo`: the sample workspace.

use serde_json::Value;

use crate::program::{Home, bearer};

#[test]
fn the_sample_is_sound_and_has_work_for_everybody() {
    let home = Home::empty();
    let served = home.serve(&["demo"]);
    let token = |role: &str| {
        let line = served.said.iter().find(|line| line.trim_start().starts_with(role)).unwrap();
        line.split_whitespace().last().unwrap().to_owned()
    };
    let get = |role: &str, path: &str| -> Value {
        let answer = served.get(&format!("/api/v1{path}"), &[bearer(&token(role))]);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    };
    let count = |path: &str| get("viewer", path)["items"].as_array().unwrap().len();
    assert!(count("/messages?state=new&limit=200") >= 20);
    assert!(count("/followups?state=open&limit=200") >= 15);
    assert!(count("/followups?state=told&limit=200") >= 150);
    let features = get("specialist", "/features?limit=200");
    assert!(features["items"].as_array().unwrap().len() >= 60);
    let releases = get("release_manager", "/releases?limit=50");
    let drafts = releases["items"].as_array().unwrap().iter().filter(|release| release["status"] == "draft");
    assert_eq!(drafts.count(), 1);
    assert!(get("admin", "/reports/loop")["answers"]["coverage"].as_f64().unwrap() > 0.8);

    // Nothing is left in the folder it was started in.
    assert_eq!(std::fs::read_dir(home.folder.path()).unwrap().count(), 0);
    served.terminate();
    assert!(served.stopped().0.success());
}

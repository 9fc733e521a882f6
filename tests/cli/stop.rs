//! SIGTERM: what has begun is finished, nothing more begins.

use std::io::{Read as _, Write as _};

use crate::program::{Home, bearer};

#[test]
fn a_request_that_has_begun_is_answered() {
    let home = Home::with_workspace();
    let token = home.token("admin");
    let mut served = home.serve(&["serve"]);
    let mut socket = served.connect();
    let body = r#"{"title":"Dark mode"}"#;
    let head = format!(
        "POST /api/v1/features HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).unwrap();
    // The interim answer says that the request has reached its handler.
    let mut interim = [0; 25];
    socket.read_exact(&mut interim).unwrap();
    assert!(interim.starts_with(b"HTTP/1.1 100 Continue"), "{}", String::from_utf8_lossy(&interim));

    served.terminate();
    served.wait_for("stopping");
    socket.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("201 Created"), "{answer}");
    let (status, said) = served.stopped();
    assert!(status.success(), "{said:?}");

    // It was kept.
    let again = home.serve(&["serve"]);
    let events = again.get("/api/v1/events", &[bearer(&token)]).body;
    assert!(events.contains("feature.added"), "{events}");
}

#[test]
fn it_stops_even_when_nobody_reads_its_log() {
    let home = Home::with_workspace();
    let mut served = home.serve(&["serve"]);
    served.close_log();
    assert_eq!(served.get("/healthz", &[]).status, 200);
    served.terminate();
    assert!(served.ended().success());
}

#[test]
fn streams_end() {
    let home = Home::with_workspace();
    let token = home.token("admin");
    let mut served = home.serve(&["serve"]);
    let mut socket = served.connect();
    let head = format!("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n");
    socket.write_all(head.as_bytes()).unwrap();
    let mut first = [0; 15];
    socket.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");

    served.terminate();
    served.wait_for("stopping");
    let mut rest = String::new();
    socket.read_to_string(&mut rest).unwrap();
    let (status, said) = served.stopped();
    assert!(status.success(), "{said:?}");
}

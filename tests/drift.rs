//! Recordings written by hand, of orgs that did what no simulator's client does.

use std::fs;

use playwright_genesys::drift::{Differs, Report, drift};
use serde_json::{Value, json};

fn held(entries: &[Value]) -> Report {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.jsonl");
    let header = json!({
        "recording": 1, "by": ["client", "guest"], "product": "0.1.0", "mode": "live", "misses": [], "texts": false,
    });
    let lines: Vec<_> = std::iter::once(&header).chain(entries).map(Value::to_string).collect();
    fs::write(&file, lines.join("\n")).expect("a file");
    drift(&file, None).expect("a comparison")
}

fn asks(at: u64, number: u64, method: &str, path: &str) -> Value {
    json!({ "at": at, "by": "client", "request": number, "method": method, "path": path })
}

fn answers(at: u64, number: u64, status: u16, body: Value) -> Value {
    json!({
        "at": at, "by": "client", "answer": number, "status": status, "body": body,
        "headers": { "content-type": "application/json", "inin-correlation-id": true },
    })
}

fn not_found() -> Value {
    json!({
        "message": "<text 1>", "code": "not.found", "status": 404, "details": [], "errors": [], "contextId": "<id 99>",
    })
}

const TALK: &str = "/api/v2/conversations/messages/<id 1>";

#[test]
fn what_nobody_has_opened_is_opened_and_what_is_not_there_is_not() {
    let report = held(&[
        asks(0, 1, "GET", "/api/v2/conversations/messages/<id 5>"),
        answers(3, 1, 404, not_found()),
        asks(4, 2, "GET", TALK),
        answers(9, 2, 200, json!({ "id": "<id 1>", "participants": [] })),
    ]);
    let found: Vec<_> = report.differences.iter().map(|told| (told.pointer.as_str(), told.differs)).collect();
    // Nobody is in it yet: that is a matter of time, and a listing that is not there is none.
    assert_eq!(found[0], ("/body/otherMediaUris", Differs::FieldMissing));
    let status_or_time = |pointer: &str| pointer == "/status" || pointer.starts_with("/body/participants");
    assert!(!found.iter().any(|(pointer, _)| status_or_time(pointer)), "{found:?}");
}

#[test]
fn a_refusal_of_the_moment_is_not_compared_and_a_lasting_one_is() {
    let report = held(&[
        asks(0, 1, "GET", TALK),
        answers(3, 1, 429, not_found()),
        asks(4, 2, "GET", TALK),
        json!({ "at": 8, "by": "client", "answer": 2, "failed": "timeout" }),
        asks(9, 3, "GET", "/api/v2/tokens/me"),
        answers(12, 3, 404, not_found()),
    ]);
    assert_eq!(report.not_compared.len(), 2);
    assert_eq!(report.differences.len(), 1);
    let told = &report.differences[0];
    assert_eq!((told.org.as_str(), told.simulator.as_str(), told.at), ("404", "200", 9));
}

#[test]
fn a_hostile_recording_harms_nothing_and_shows_nothing() {
    let report = held(&[
        json!({ "at": 1, "by": "client", "request": 1, "method": "G E T", "path": "/<id" }),
        json!({ "at": 1, "by": "client", "request": 2, "method": "GET", "path": "/api/v2/\u{1b}[31m<id 1>", "query": { "<name 1>": [1, null] } }),
        answers(2, 2, 200, json!({ "\u{1b}]0;x\u{7}": "\u{1b}[2J", "x": "=secret", "<id 1>": "<id 1" })),
        json!({ "at": 2, "by": "guest", "socket": 9, "received": "<not json>" }),
        json!({ "at": 3, "by": "guest", "socket": 9, "opens": { "path": "x y", "query": {} } }),
        json!({ "at": 3, "by": "guest", "socket": 9, "opened": true }),
        json!({ "at": 3, "by": "guest", "socket": 9, "sent": [[[[]]]] }),
        json!({ "at": 3, "by": "guest", "socket": 9, "received": { "body": { "events": 1 } } }),
        json!({ "at": 3, "by": "nobody", "socket": 9 }),
        json!({ "at": 4, "ended": "the disk is full" }),
    ]);
    let shown = serde_json::to_string(&report).expect("JSON");
    assert!(!shown.contains("\\u001b") && !shown.contains("secret"), "{shown}");
    assert!(report.not_compared.iter().any(|each| each.what.contains("ended early")));
}

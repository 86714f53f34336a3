//! The frame reader under a coverage-guided fuzzer. For any bytes: no panic; never "closed" for
//! a frame that is not of the closing kinds; and a field that nobody knows changes nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use playwright_genesys::guest::closure::closure_of;
use playwright_genesys::guest::frame::Frame;
use serde_json::{Value, json};

/// The meaning of a frame in a word; a text that is no frame means nothing.
fn meaning(text: &str) -> String {
    Frame::read(text).map_or_else(|_| "unreadable".to_string(), |frame| closure_of(&frame).word().to_string())
}

/// Whether a frame is of the kinds that may close, worked out without the code under test.
fn may_close(frame: &Value) -> bool {
    let body = &frame["body"];
    let is_disconnect =
        |event: &Value| event["eventType"] == "Presence" && event["presence"]["type"] == "Disconnect";
    let disconnects = body["events"].as_array().is_some_and(|events| events.iter().any(is_disconnect));
    let is_event = frame["class"] == "StructuredMessage" && body["type"] == "Event" && body["direction"] == "Outbound";
    let is_session = frame["class"] == "SessionResponse" && body["readOnly"] == true;
    let is_refusal = frame["class"] == "string" && frame["code"] == 409;
    (is_event && disconnects) || is_session || is_refusal
}

/// The same frame with a field in each object that no schema has.
fn with_unknown_fields(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut changed: serde_json::Map<_, _> =
                fields.iter().map(|(name, inner)| (name.clone(), with_unknown_fields(inner))).collect();
            changed.insert("x-nobody-knows".into(), json!({ "type": "Disconnect", "readOnly": true }));
            Value::Object(changed)
        }
        Value::Array(items) => Value::Array(items.iter().map(with_unknown_fields).collect()),
        other => other.clone(),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let meaning_now = meaning(text);
    let Ok(frame) = serde_json::from_str::<Value>(text) else {
        assert!(meaning_now == "unreadable" || !matches!(meaning_now.as_str(), "told" | "locked"));
        return;
    };
    if matches!(meaning_now.as_str(), "told" | "locked") {
        assert!(may_close(&frame), "closed by a frame that may not close");
    }
    if frame.is_object() && meaning_now != "unreadable" {
        assert_eq!(meaning(&with_unknown_fields(&frame).to_string()), meaning_now);
    }
});

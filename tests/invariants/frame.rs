//! A frame is never taken for "closed" unless it is of the closing kinds, and a field that nobody knows changes nothing.

use playwright_genesys::guest::closure::closure_of;
use playwright_genesys::guest::frame::Frame;
use serde_json::Value;

use super::json::{parsed, with_unknown_fields};

/// The meaning of a frame in a word; a text that is no frame means nothing.
fn meaning(text: &str) -> &'static str {
    Frame::read(text).map_or("unreadable", |frame| closure_of(&frame).word())
}

/// Whether the code under test takes it for an end.
pub fn closes(text: &str) -> bool {
    matches!(meaning(text), "told" | "locked")
}

/// An entity that tells a guest of the end, worked out without the code under test.
pub fn is_end(body: &Value) -> bool {
    let is_disconnect =
        |event: &Value| event["eventType"] == "Presence" && event["presence"]["type"] == "Disconnect";
    let disconnects = body["events"].as_array().is_some_and(|events| events.iter().any(is_disconnect));
    body["type"] == "Event" && body["direction"] == "Outbound" && disconnects
}

/// Whether a frame is of the kinds that close, worked out without the code under test.
pub fn may_close(frame: &Value) -> bool {
    let is_message =
        frame["type"] == "message" && frame["class"] == "StructuredMessage" && frame["code"] == 200;
    let is_answer = frame["type"] == "response";
    let is_session =
        frame["class"] == "SessionResponse" && frame["code"] == 200 && frame["body"]["readOnly"] == true;
    let is_refusal = frame["class"] == "string" && frame["code"] == 409;
    (is_message && is_end(&frame["body"])) || (is_answer && (is_session || is_refusal))
}

pub fn hold(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let frame = parsed(bytes).filter(Value::is_object);
    let Some(frame) = frame else {
        assert_eq!(meaning(text), "unreadable");
        return;
    };
    assert_eq!(closes(text), may_close(&frame), "it closes, or not, against the rule");
    assert_eq!(meaning(&with_unknown_fields(&frame, &[]).to_string()), meaning(text));
}

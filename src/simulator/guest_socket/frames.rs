//! What guests get: the envelope `{ type, class, code, body, tracingId? }` and its bodies.

use serde_json::{Value, json};

use crate::simulator::records::{Content, Direction, Entity, Message, Presence};
use crate::simulator::views::present;

/// 2048 bytes of custom attributes (documented).
pub const MAX_CUSTOM_DATA: usize = 2048;

fn envelope(kind: &str, class: &str, code: u16, body: Value, tracing: Option<&str>) -> Value {
    let mut frame = json!({ "type": kind, "class": class, "code": code, "body": body });
    if let Some(tracing) = tracing {
        frame["tracingId"] = json!(tracing);
    }
    frame
}

pub fn response(class: &str, body: Value, tracing: Option<&str>) -> Value {
    envelope("response", class, 200, body, tracing)
}

/// A refusal: class `string`, a code, a text.
pub fn refusal(code: u16, text: &str, tracing: Option<&str>) -> Value {
    envelope("response", "string", code, json!(text), tracing)
}

pub fn structured(message: &Message, tracing: Option<&str>) -> Value {
    envelope("message", "StructuredMessage", 200, self::message(message), tracing)
}

/// `SessionClearedEvent`, `ConnectionClosedEvent`: pushed, with an empty body.
pub fn event(class: &str) -> Value {
    envelope("message", class, 200, json!({}), None)
}

/// Measured: expiry is pushed as a response.
pub fn session_expired() -> Value {
    response("SessionExpiredEvent", json!({}), None)
}

pub fn allowed_media() -> Value {
    json!({ "inbound": { "fileTypes": [{ "type": "*/*" }], "maxFileSizeKB": 10240 } })
}

/// The body of a message, on the socket and in the history.
pub fn message(message: &Message) -> Value {
    let inbound = message.direction == Direction::Inbound;
    let mut body = json!({
        "id": message.id,
        "direction": if inbound { "Inbound" } else { "Outbound" },
        "channel": {
            "time": message.at.iso(),
            "messageId": message.channel_id,
            // Measured: outbound messages have a type here, and no second id.
            "type": (!inbound).then_some("Private"),
        },
        "originatingEntity": message.from.map(|from| match from {
            Entity::Human => "Human",
            Entity::Bot => "Bot",
        }),
    });
    match &message.content {
        Content::Text(text) => {
            body["type"] = json!("Text");
            body["text"] = json!(text);
        }
        Content::Structured { text, parts } => {
            body["type"] = json!("Structured");
            body["text"] = json!(text);
            body["content"] = json!(parts);
        }
        Content::Presence(presence) => write_presence(&mut body, *presence),
    }
    present(body)
}

/// Measured: booleans in metadata are strings. Assumed: without read-only the field is absent.
fn write_presence(body: &mut Value, presence: Presence) {
    let kind = match presence {
        Presence::Join => "Join",
        Presence::Clear => "Clear",
        Presence::Disconnect { .. } => "Disconnect",
    };
    body["type"] = json!("Event");
    body["events"] = json!([{ "eventType": "Presence", "presence": { "type": kind } }]);
    if presence == (Presence::Disconnect { read_only: true }) {
        body["metadata"] = json!({ "readOnly": "true" });
    }
}

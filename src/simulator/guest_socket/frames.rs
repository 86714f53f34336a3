//! What guests get: the envelope `{ type, class, code, body, tracingId? }` and its bodies.

use serde_json::{Value, json};

use super::files::MAX_KILOBYTES;
use super::limits::TooFast;
use crate::simulator::options::DeploymentOptions;
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

pub fn allowed_media(deployment: &DeploymentOptions) -> Value {
    let types = deployment.file_types.iter().map(|kind| json!({ "type": kind })).collect::<Vec<_>>();
    json!({ "inbound": { "fileTypes": types, "maxFileSizeKB": MAX_KILOBYTES } })
}

/// Documented: 4029 inside, 429 outside. `name` and `message` are in the published schema only.
pub fn too_fast(fast: TooFast, tracing: Option<&str>) -> Value {
    let class = "TooManyRequestsErrorMessage";
    let body = json!({
        "name": class, "message": fast.told, "retryAfter": fast.retry_after_seconds,
        "errorCode": 4029, "errorMessage": fast.told,
    });
    envelope("response", class, 429, body, tracing)
}

/// Documented: a response with code 400 (the vendor's fixture has a message with code 200).
pub fn url_error(code: u16, why: &str, attachment: &str, at: &str, tracing: Option<&str>) -> Value {
    let class = "GenerateUrlError";
    let body = json!({
        "name": class, "message": why, "errorCode": code, "errorMessage": why,
        "attachmentId": attachment, "timestamp": at,
    });
    envelope("response", class, 400, body, tracing)
}

pub fn attachment_deleted(attachment: &str, tracing: Option<&str>) -> Value {
    envelope("message", "AttachmentDeletedResponse", 200, json!({ "attachmentId": attachment }), tracing)
}

pub fn uploaded(attachment: &str, url: &str, at: &str) -> Value {
    let body = json!({ "attachmentId": attachment, "downloadUrl": url, "timestamp": at });
    envelope("message", "UploadSuccessEvent", 200, body, None)
}

pub fn upload_failed(attachment: &str, (code, why): (u16, &str), at: &str) -> Value {
    let body = json!({ "attachmentId": attachment, "errorCode": code, "errorMessage": why, "timestamp": at });
    envelope("message", "UploadFailureEvent", 200, body, None)
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
        Content::Attached { text, parts } => {
            body["type"] = json!("Text");
            body["text"] = json!(text);
            body["content"] = json!(parts);
        }
        Content::Typing { ms } => {
            let typing = json!({ "type": "On", "duration": ms });
            body["type"] = json!("Event");
            body["events"] = json!([{ "eventType": "Typing", "typing": typing }]);
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

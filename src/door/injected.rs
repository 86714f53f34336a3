//! Frames that the door puts into a stream where a test wants it.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Measured: expiry is a response; the tracing id is ours.
pub fn session_expired() -> String {
    frame("response", "SessionExpiredEvent", 200, &json!({}), fresh())
}

/// Measured: a displaced connection is given no reason; the tracing id is ours.
pub fn connection_closed() -> String {
    frame("message", "ConnectionClosedEvent", 200, &json!({}), fresh())
}

/// What a request means to a session that is said to have expired.
pub enum Asked {
    /// Asks for a session again.
    Session,
    /// Would need the session; the answer in the server's place. Measured: the code.
    Refused(String),
    /// Needs no session.
    Nothing,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    action: String,
    tracing_id: Option<String>,
}

const NEEDS_SESSION: [&str; 6] =
    ["onMessage", "closeSession", "getJwt", "onAttachment", "getAttachment", "deleteAttachment"];

pub fn asked(text: &str) -> Asked {
    let Ok(request) = serde_json::from_str::<Request>(text) else { return Asked::Nothing };
    match request.action.as_str() {
        "configureSession" | "configureAuthenticatedSession" => Asked::Session,
        action if NEEDS_SESSION.contains(&action) => {
            let tracing = request.tracing_id.unwrap_or_else(fresh);
            Asked::Refused(frame("response", "string", 4006, &json!("Session expired"), tracing))
        }
        _ => Asked::Nothing,
    }
}

fn fresh() -> String {
    Uuid::new_v4().to_string()
}

fn frame(kind: &str, class: &str, code: u16, body: &Value, tracing: String) -> String {
    json!({ "type": kind, "class": class, "code": code, "body": body, "tracingId": tracing }).to_string()
}

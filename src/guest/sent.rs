//! What a guest sent, read back from the frame: a page's frames are seen, not made, by us.

use serde_json::Value;

use super::frame::Unreadable;
use super::message::Message;
use super::message::text_of;
use crate::model::json;
use crate::redacted::Redacted;

/// A request as it stood on the wire.
#[derive(Debug, Clone)]
pub struct Sent {
    pub action: String,
    pub tracing_id: Option<String>,
    /// Only for `onMessage`.
    pub message: Option<Message>,
    pub start_new: bool,
    /// Whose session is asked for.
    pub guest: Option<Redacted<String>>,
}

impl Sent {
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let frame: Value = json::read(text).map_err(|_| Unreadable::NotJson)?;
        if !frame.is_object() {
            return Err(Unreadable::NotAnObject);
        }
        let action = text_of(frame.get("action")).unwrap_or_default();
        let message = (action == "onMessage").then(|| Message::read(&frame["message"]));
        let start_new = frame.get("startNew").and_then(Value::as_bool).unwrap_or_default();
        let guest = if action.starts_with("configure") { guest_of(&frame) } else { None };
        Ok(Self { action, tracing_id: text_of(frame.get("tracingId")), message, start_new, guest })
    }
}

fn guest_of(frame: &Value) -> Option<Redacted<String>> {
    Some(Redacted::new(frame.get("token")?.as_str()?.to_string()))
}

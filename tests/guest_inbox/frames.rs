//! Frames of a guest's socket, and inboxes that they are given to.

use playwright_genesys::guest::event::{EventKind, Origin, Way};
use playwright_genesys::guest::inbox::Inbox;
use playwright_genesys::guest::socket_life::Phase;
use serde_json::{Value, json};

pub const OPEN: Phase = Phase::Open { attempt: 1 };
pub const LOST: Phase = Phase::Closed { code: None, was_clean: Some(false), attempt: 1 };

/// An inbox on an open socket with a new session.
pub fn inbox() -> Inbox {
    let mut inbox = Inbox::default();
    inbox.socket(OPEN, 0);
    hear(&mut inbox, session(json!({ "newSession": true })), 0);
    inbox
}

pub fn hear(inbox: &mut Inbox, frame: Value, at: i64) -> Vec<(EventKind, Way)> {
    let updates = inbox.received(&frame.to_string(), at, Origin::Server);
    updates.iter().map(|update| (update.event.kind, update.event.direction)).collect()
}

pub fn session(more: Value) -> Value {
    let mut body = json!({ "connected": true, "newSession": false, "readOnly": false });
    body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    json!({ "type": "response", "class": "SessionResponse", "code": 200, "body": body })
}

pub fn message(mut body: Value, id: &str, second: Option<u32>) -> Value {
    body["id"] = json!(id);
    body["channel"] = json!({ "time": second.map(|second| format!("2026-01-01T10:00:{second:02}.000Z")) });
    json!({ "type": "message", "class": "StructuredMessage", "code": 200, "body": body })
}

pub fn end(id: &str, second: Option<u32>, read_only: bool) -> Value {
    let events = json!([{ "eventType": "Presence", "presence": { "type": "Disconnect" } }]);
    let body = json!({ "type": "Event", "direction": "Outbound", "events": events,
        "metadata": { "readOnly": read_only.to_string() } });
    message(body, id, second)
}

pub fn said(id: &str, second: Option<u32>) -> Value {
    message(json!({ "type": "Text", "direction": "Outbound", "text": "a canary text" }), id, second)
}

/// The guest says something, and the server's echo of it.
pub fn asked() -> Value {
    let message = json!({ "type": "Text", "text": "hi" });
    json!({ "action": "onMessage", "token": "canary", "tracingId": "t", "message": message })
}

pub fn echo() -> Value {
    let mut echo = message(json!({ "type": "Text", "direction": "Inbound", "text": "hi" }), "m1", Some(1));
    echo["tracingId"] = json!("t");
    echo
}

pub fn event_frame(class: &str) -> Value {
    json!({ "type": "message", "class": class, "code": 200, "body": {} })
}

pub fn kind_of(inbox: &Inbox) -> Option<String> {
    inbox.closure().map(|closure| format!("{:?}", closure.kind))
}

/// An entity of the history: the frame's body alone.
pub fn of_history(frame: Value) -> Value {
    frame["body"].clone()
}

pub fn own(id: &str, second: u32) -> Value {
    of_history(message(json!({ "type": "Text", "direction": "Inbound", "text": id }), id, Some(second)))
}

/// A socket that took up a session that had been there before.
pub fn resumed(read_only: bool) -> Inbox {
    let mut inbox = Inbox::default();
    inbox.socket(OPEN, 0);
    hear(&mut inbox, session(json!({ "readOnly": read_only })), 0);
    inbox
}

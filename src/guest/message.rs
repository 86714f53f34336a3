//! One message of the guest's conversation, as frames and history carry it.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

#[derive(Debug, Clone)]
pub struct Message {
    pub id: Option<String>,
    /// A second id, on the guest's own messages only (`channel.messageId`).
    pub channel_message_id: Option<String>,
    /// `channel.time` in epoch milliseconds; absent in some history entities.
    pub time: Option<i64>,
    pub direction: Direction,
    pub kind: MessageKind,
    pub text: Option<String>,
    pub content: Vec<Value>,
    pub events: Vec<Event>,
    /// `metadata.readOnly`, which the server writes as the text "true".
    pub read_only: bool,
    /// `Human` or `Bot`; may be missing or empty, so nothing is decided by it.
    pub originating_entity: Option<String>,
}

/// As Genesys sees it: Inbound is the guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Direction {
    Inbound,
    Outbound,
    Other(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageKind {
    Text,
    Structured,
    Event,
    Other(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Presence(Presence),
    Typing,
    Other(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    Join,
    Disconnect,
    Clear,
    SignIn,
    SessionExpired,
    Other(String),
}

impl Message {
    pub fn read(body: &Value) -> Self {
        let channel = body.get("channel");
        let in_channel = |name: &str| text_of(channel.and_then(|channel| channel.get(name)));
        Self {
            id: text_of(body.get("id")).filter(|id| !id.is_empty()),
            channel_message_id: in_channel("messageId").filter(|id| !id.is_empty()),
            time: in_channel("time").and_then(|time| epoch_ms(&time)),
            direction: Direction::of(body.get("direction")),
            kind: MessageKind::of(body.get("type")),
            text: text_of(body.get("text")),
            content: list(body.get("content")),
            events: list(body.get("events")).iter().map(Event::of).collect(),
            read_only: is_true(body.get("metadata").and_then(|metadata| metadata.get("readOnly"))),
            originating_entity: text_of(body.get("originatingEntity")).filter(|entity| !entity.is_empty()),
        }
    }

    /// Something said, not something that happened.
    pub fn is_said(&self) -> bool {
        matches!(self.kind, MessageKind::Text | MessageKind::Structured)
    }

    pub fn is_typing(&self) -> bool {
        self.kind == MessageKind::Event && self.events.contains(&Event::Typing)
    }

    pub fn has_presence(&self, wanted: &Presence) -> bool {
        self.kind == MessageKind::Event
            && self
                .events
                .iter()
                .any(|event| matches!(event, Event::Presence(presence) if presence == wanted))
    }
}

impl Direction {
    fn of(value: Option<&Value>) -> Self {
        match value.and_then(Value::as_str) {
            Some("Inbound") => Self::Inbound,
            Some("Outbound") => Self::Outbound,
            other => Self::Other(other.unwrap_or_default().to_string()),
        }
    }
}

impl MessageKind {
    fn of(value: Option<&Value>) -> Self {
        match value.and_then(Value::as_str) {
            Some("Text") => Self::Text,
            Some("Structured") => Self::Structured,
            Some("Event") => Self::Event,
            other => Self::Other(other.unwrap_or_default().to_string()),
        }
    }
}

impl Event {
    fn of(event: &Value) -> Self {
        match event.get("eventType").and_then(Value::as_str) {
            Some("Presence") => Self::Presence(Presence::of(event.get("presence"))),
            Some("Typing") => Self::Typing,
            other => Self::Other(other.unwrap_or_default().to_string()),
        }
    }
}

impl Presence {
    fn of(presence: Option<&Value>) -> Self {
        match presence.and_then(|presence| presence.get("type")).and_then(Value::as_str) {
            Some("Join") => Self::Join,
            Some("Disconnect") => Self::Disconnect,
            Some("Clear") => Self::Clear,
            Some("SignIn") => Self::SignIn,
            Some("SessionExpired") => Self::SessionExpired,
            other => Self::Other(other.unwrap_or_default().to_string()),
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Join => "Join",
            Self::Disconnect => "Disconnect",
            Self::Clear => "Clear",
            Self::SignIn => "SignIn",
            Self::SessionExpired => "SessionExpired",
            Self::Other(name) => name,
        }
    }
}

pub(super) fn text_of(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_string)
}

fn list(value: Option<&Value>) -> Vec<Value> {
    value.and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Booleans inside metadata are texts on the wire; a real boolean is understood too.
fn is_true(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// Some of the vendor's own fixtures hold times that are none; they count as absent.
fn epoch_ms(text: &str) -> Option<i64> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(time.unix_timestamp_nanos() / 1_000_000).ok()
}

//! What a tester reads of the guest's socket: one event for each thing that happened.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One event; its JSON is the `GuestEvent` of the TypeScript types. Never holds a guest token.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GuestEvent {
    /// Epoch milliseconds on this machine.
    pub at: i64,
    pub direction: Way,
    pub kind: EventKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<bool>,
    #[serde(skip_serializing_if = "is_false")]
    pub injected: bool,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub detail: Map<String, Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    Sent,
    Received,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    Session,
    Text,
    Structured,
    Presence,
    Typing,
    Closed,
    Reopened,
    Cleared,
    Expired,
    Displaced,
    Error,
    Socket,
    Other,
}

/// An event with its place in the list: new, or changed by its acknowledgement.
#[derive(Debug, Clone, Serialize)]
pub struct Update {
    pub index: usize,
    pub event: GuestEvent,
}

/// Whether the server or a fault of ours put a frame there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Server,
    Injected,
}

impl GuestEvent {
    pub fn new(at: i64, direction: Way, kind: EventKind) -> Self {
        Self {
            at,
            direction,
            kind,
            text: None,
            message_id: None,
            acknowledged: None,
            injected: false,
            detail: Map::new(),
        }
    }

    pub fn received(at: i64, kind: EventKind) -> Self {
        Self::new(at, Way::Received, kind)
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.to_string(), value.into());
        self
    }

    #[must_use]
    pub fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

impl EventKind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Text => "text",
            Self::Structured => "structured",
            Self::Presence => "presence",
            Self::Typing => "typing",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Cleared => "cleared",
            Self::Expired => "expired",
            Self::Displaced => "displaced",
            Self::Error => "error",
            Self::Socket => "socket",
            Self::Other => "other",
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_false(flag: &bool) -> bool {
    !flag
}

//! What a tester reads of the guest's socket: one event for each thing that happened.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One thing that happened at the guest.
// Never holds a guest token.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct GuestEvent {
    /// When it was seen here, in milliseconds since 1970.
    pub at: i64,
    /// Sent by the guest, or received from the other side.
    pub direction: Way,
    /// What it means; `'other'` where it means nothing to a test.
    pub kind: EventKind,
    /// Of a message; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The vendor's id, which leads to the conversation; of a sent message known from its echo on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The server's echo of a sent message is merged into it; it is not `'received'`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<bool>,
    /// Put there by a fault of ours, not by the server.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub injected: bool,
    /// kind `'socket'`: `{ phase: 'open' | 'refused' | 'closed', code?, wasClean?, attempt }`.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(test, ts(optional, type = "Record<string, unknown>"))]
    pub detail: Map<String, Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Direction"))]
pub enum Way {
    Sent,
    Received,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "EventUpdate"))]
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

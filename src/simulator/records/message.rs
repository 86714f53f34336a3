//! One message of a conversation.

use serde_json::Value;

use crate::model::ids::MessageId;
use crate::simulator::clock::Timestamp;

#[derive(Debug, Clone)]
pub struct Message {
    pub id: MessageId,
    /// The second id of an inbound message (measured: a message has two).
    pub channel_id: Option<String>,
    pub at: Timestamp,
    pub direction: Direction,
    pub content: Content,
    /// Absent where nobody is named: inbound, or ended by the system.
    pub from: Option<Entity>,
}

/// As the org sees it: inbound comes from the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Inbound,
    Outbound,
}

/// What a message says.
#[derive(Debug, Clone)]
pub enum Content {
    Text(String),
    /// Text, and parts such as button answers as the guest sent them.
    Structured {
        text: Option<String>,
        parts: Vec<Value>,
    },
    /// Files, and perhaps a text; not Structured (measured).
    Attached {
        text: Option<String>,
        parts: Vec<Value>,
    },
    Presence(Presence),
    /// Somebody on the org's side is writing.
    Typing {
        ms: u32,
    },
}

/// Somebody comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Join,
    Clear,
    Disconnect { read_only: bool },
}

/// Who an outbound message is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    Human,
    Bot,
}

impl Message {
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Structured { text, .. } | Content::Attached { text, .. } => text.as_deref(),
            Content::Presence(_) | Content::Typing { .. } => None,
        }
    }

    /// A message that somebody reads; the others are events.
    pub const fn is_for_people(&self) -> bool {
        !matches!(self.content, Content::Presence(_) | Content::Typing { .. })
    }
}

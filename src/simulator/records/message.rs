//! One message of a conversation.

use crate::model::ids::MessageId;
use crate::simulator::clock::Timestamp;

#[derive(Debug, Clone)]
pub struct Message {
    pub id: MessageId,
    /// The second id of an inbound message (measured: a message has two).
    pub channel_id: Option<String>,
    pub at: Timestamp,
    pub direction: Direction,
    pub text: String,
}

/// As the org sees it: inbound comes from the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Inbound,
    Outbound,
}

impl Direction {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}

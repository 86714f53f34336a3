//! What a command gives back, and why one is refused.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::ids::ConversationId;

/// Why a command was refused; nothing was changed.
#[derive(Debug, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    pub message: String,
    pub reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    Invalid,
    NotFound,
    /// The page has no guest socket that could be broken.
    NoSocket,
    /// No simulator answered.
    Unreachable,
}

impl Refused {
    pub const fn invalid(message: String) -> Self {
        Self { message, reason: Reason::Invalid }
    }

    pub fn no_socket(message: &str) -> Self {
        Self { message: message.into(), reason: Reason::NoSocket }
    }

    pub fn no_conversation(id: &ConversationId) -> Self {
        Self { message: format!("The simulator has no conversation {id}."), reason: Reason::NotFound }
    }
}

/// What a command gives back.
pub type Answer = Result<Value, Refused>;

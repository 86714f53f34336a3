//! What a test may ask of an org, in the same process or over HTTP.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::router::Shared;
use super::views::inspection;
use super::world::OpenConversation;
use crate::model::ids::ConversationId;

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Command {
    OpenConversation {
        #[serde(default)]
        how: OpenConversation,
    },
    Conversation {
        conversation_id: ConversationId,
    },
}

/// A command that made no sense; nothing was changed.
#[derive(Debug, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct Refused {
    pub message: String,
    pub not_found: bool,
}

impl Refused {
    pub fn no_conversation(id: &ConversationId) -> Self {
        Self { message: format!("The simulator has no conversation {id}."), not_found: true }
    }
}

pub fn execute(shared: &Shared, command: Command) -> Result<Value, Refused> {
    let mut world = shared.world();
    match command {
        Command::OpenConversation { how } => {
            let (conversation, message) = world.open(how);
            Ok(json!({ "conversationId": conversation, "messageId": message }))
        }
        Command::Conversation { conversation_id: id } => {
            world.conversation(&id).map(inspection::conversation).ok_or_else(|| Refused::no_conversation(&id))
        }
    }
}

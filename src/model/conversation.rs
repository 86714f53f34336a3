//! A conversation as the two published reads show it.

use serde::{Deserialize, Serialize};

use super::OnlyObject;
use super::ids::{CommunicationId, ConversationId, ParticipantId};
use super::nullable::nullable;
use super::only_object::from_object;
use super::participant::{Participant, ParticipantState, Purpose};

/// `GET /api/v2/conversations/messages/{id}`: flat participants with a state each, no
/// communication ids and no end time of the whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(remote = "Self")]
pub struct MessageConversation {
    pub id: ConversationId,
    pub participants: Vec<Participant>,
}

from_object!(MessageConversation);

impl MessageConversation {
    /// Whether everybody has left. A conversation without anybody in it proves nothing.
    pub fn has_ended(&self) -> bool {
        !self.participants.is_empty() && self.participants.iter().all(|p| p.state.is_terminal())
    }

    pub fn agents(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(|p| p.is_agent())
    }
}

/// `GET /api/v2/conversations/{id}`: has the communications and the end, and no participant states.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    pub id: ConversationId,
    #[serde(default, deserialize_with = "nullable")]
    pub participants: Vec<ParticipantDetail>,
    #[serde(default)]
    pub start_time: Option<String>,
    /// The mark of the end of the whole.
    #[serde(default)]
    pub end_time: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantDetail {
    pub id: ParticipantId,
    #[serde(default, deserialize_with = "nullable")]
    pub purpose: Purpose,
    #[serde(default)]
    pub start_time: Option<String>,
    #[serde(default)]
    pub end_time: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub messages: Vec<Communication>,
}

/// One media session of a participant.
#[derive(Debug, Clone, Deserialize)]
pub struct Communication {
    #[serde(default)]
    pub id: Option<CommunicationId>,
    #[serde(default)]
    pub state: Option<ParticipantState>,
}

impl Conversation {
    /// The latest communication of a participant: the one that a wrap-up belongs to.
    pub fn communication_of(&self, participant: &ParticipantId) -> Option<&CommunicationId> {
        let found = self.participants.iter().find(|detail| detail.id == *participant)?;
        found.messages.iter().rev().find_map(|communication| communication.id.as_ref())
    }
}

/// `GET /api/v2/conversations/messages/{messageId}/details`, as far as needed.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageDetails {
    /// The message's own id, in whichever form.
    #[serde(default)]
    pub id: Option<String>,
    /// Absent while the message is not part of a conversation yet (optional in the vendor's model).
    #[serde(default)]
    pub conversation_id: Option<ConversationId>,
    #[serde(flatten)]
    pub only_object: OnlyObject,
}

/// `GET /api/v2/tokens/me`, what errors and guards need.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TokenInfo {
    #[serde(default)]
    pub organization: Option<Named>,
    #[serde(default, rename(deserialize = "OAuthClient", serialize = "client"))]
    pub oauth_client: Option<Named>,
    #[serde(flatten)]
    pub only_object: OnlyObject,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Named {
    #[serde(default, deserialize_with = "nullable")]
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(flatten)]
    pub only_object: OnlyObject,
}

//! A conversation as callers see it: of the client what one read showed, of the simulator all that it knows.

use serde::Serialize;

use super::ids::{CommunicationId, ConversationId, ParticipantId, QueueId};

/// A conversation as one read showed it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Conversation", optional_fields))]
pub struct Snapshot {
    pub id: ConversationId,
    /// `'closed'` where everybody has left.
    #[cfg_attr(test, ts(type = "\"open\" | \"closed\""))]
    pub state: &'static str,
    /// Only the resource `messaging` has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Everybody who is or was in it.
    pub participants: Vec<ParticipantSnapshot>,
    /// Only of `Simulator.conversation`: the server's own count of what took effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effects: Option<Effects>,
}

/// One party in a conversation. What only the server knows is only of `Simulator.conversation`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ConversationParticipant", optional_fields))]
pub struct ParticipantSnapshot {
    pub id: ParticipantId,
    /// The vendor's word: customer, agent, acd, workflow, …
    pub purpose: String,
    pub state: String,
    /// Only of `Simulator.conversation`; absent from `getConversation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub communication_id: Option<CommunicationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<QueueId>,
    /// `name` only of `Simulator.conversation`; absent from `getConversation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrap_up: Option<WrapUpSnapshot>,
    /// Only of `Simulator.conversation`; absent from `getConversation`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "\"notApplicable\" | \"pending\" | \"complete\"", optional))]
    pub after_call_work: Option<&'static str>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct WrapUpSnapshot {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How often a write changed something, as the server counts it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Effects {
    /// Participants' disconnects asked for through the API that were not disconnected before.
    pub participant_disconnects: u32,
    /// Conversation-wide disconnects that ended somebody.
    pub conversation_disconnects: u32,
    /// Wrap-ups that were not there before in just this form.
    pub wrap_ups: u32,
    /// How often the conversation came to its end.
    pub ends: u32,
}

/// A word for whether the conversation is still open.
pub const fn state(is_open: bool) -> &'static str {
    if is_open { "open" } else { "closed" }
}

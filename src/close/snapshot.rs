//! A conversation as callers of `getConversation` see it.

use serde::Serialize;

use crate::model::Participant;
use crate::model::ids::{ConversationId, ParticipantId, QueueId};

use super::view::View;

/// A conversation as one read showed it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ConversationSnapshot", optional_fields))]
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
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct ParticipantSnapshot {
    pub id: ParticipantId,
    /// The vendor's word: customer, agent, acd, workflow, …
    pub purpose: String,
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<QueueId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrap_up: Option<WrapUpSnapshot>,
}

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WrapUpSnapshot {
    pub id: String,
}

impl Snapshot {
    pub fn of(view: &View, has_ended: bool) -> Self {
        let (id, version) = match view {
            View::Messages(seen) => (&seen.id, None),
            View::Messaging(seen) => (&seen.id, Some(seen.version)),
        };
        Self {
            id: id.clone(),
            state: if has_ended { "closed" } else { "open" },
            version,
            participants: view.participants().iter().map(ParticipantSnapshot::from).collect(),
        }
    }
}

impl From<&Participant> for ParticipantSnapshot {
    fn from(participant: &Participant) -> Self {
        Self {
            id: participant.id.clone(),
            purpose: participant.purpose.as_str().to_string(),
            state: participant.state.as_str().to_string(),
            queue_id: participant.queue_id().cloned(),
            wrap_up: participant.wrapup_code().map(|code| WrapUpSnapshot { id: code.to_string() }),
        }
    }
}

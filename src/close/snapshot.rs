//! A conversation as callers of `getConversation` see it.

use serde::Serialize;

use crate::model::Participant;
use crate::model::ids::{ConversationId, ParticipantId, QueueId};

use super::view::View;

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    pub id: ConversationId,
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    pub participants: Vec<ParticipantSnapshot>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantSnapshot {
    pub id: ParticipantId,
    pub purpose: String,
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<QueueId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrap_up: Option<WrapUpSnapshot>,
}

#[derive(Debug, Clone, Serialize)]
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

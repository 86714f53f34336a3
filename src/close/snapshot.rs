//! What one read shows, as callers of `getConversation` see it.

use crate::model::Participant;
use crate::model::snapshot::{ParticipantSnapshot, Snapshot, WrapUpSnapshot, state};

use super::view::View;

impl Snapshot {
    pub fn of(view: &View, has_ended: bool) -> Self {
        let (id, version) = match view {
            View::Messages(seen) => (&seen.id, None),
            View::Messaging(seen) => (&seen.id, Some(seen.version)),
        };
        Self {
            id: id.clone(),
            state: state(!has_ended),
            version,
            participants: view.participants().iter().map(ParticipantSnapshot::from).collect(),
            effects: None,
        }
    }
}

impl From<&Participant> for ParticipantSnapshot {
    fn from(participant: &Participant) -> Self {
        Self {
            id: participant.id.clone(),
            purpose: participant.purpose.as_str().to_string(),
            state: participant.state.as_str().to_string(),
            communication_id: None,
            queue_id: participant.queue_id().cloned(),
            wrap_up: participant
                .wrapup_code()
                .map(|code| WrapUpSnapshot { id: code.to_string(), name: None }),
            after_call_work: None,
        }
    }
}

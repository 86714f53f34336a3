//! What one read shows, as callers of `getConversation` see it.

use crate::model::Participant;
use crate::model::snapshot::{ParticipantSnapshot, Snapshot, WrapUpSnapshot, state};
use crate::model::versioned::Presence;

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
            participants: participants(view),
            effects: None,
        }
    }
}

/// Of the versioned resource only a list whose members can be told apart.
fn participants(view: &View) -> Vec<ParticipantSnapshot> {
    match view {
        View::Messages(seen) => seen.participants.iter().map(ParticipantSnapshot::from).collect(),
        View::Messaging(seen) => {
            let code = seen.wrap_up_code_id.as_deref();
            seen.participants.iter().map(|p| of_presence(p, code)).collect::<Option<_>>().unwrap_or_default()
        }
    }
}

/// Its one code is that of its agents.
fn of_presence(presence: &Presence, code: Option<&str>) -> Option<ParticipantSnapshot> {
    Some(ParticipantSnapshot {
        id: presence.id.clone()?,
        purpose: presence.purpose.as_str().to_string(),
        state: presence.state.as_ref().map(|state| state.as_str().to_string()).unwrap_or_default(),
        communication_id: None,
        queue_id: None,
        wrap_up: code
            .filter(|_| presence.purpose.is_agent())
            .map(|code| WrapUpSnapshot { id: code.to_string(), name: None }),
        after_call_work: None,
    })
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

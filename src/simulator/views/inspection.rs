//! A conversation as tests inspect it: all that the server knows, and its own count.

use crate::model::snapshot::{ParticipantSnapshot, Snapshot, WrapUpSnapshot, state};
use crate::simulator::records::{Conversation, Participant};

pub fn conversation(conversation: &Conversation) -> Snapshot {
    Snapshot {
        id: conversation.id.clone(),
        state: state(conversation.is_open()),
        version: Some(conversation.version),
        participants: conversation.participants.iter().map(participant).collect(),
        effects: Some(conversation.effects),
    }
}

fn participant(participant: &Participant) -> ParticipantSnapshot {
    let wrap_up = participant.final_wrap_up();
    ParticipantSnapshot {
        id: participant.id.clone(),
        purpose: participant.purpose.as_str().to_string(),
        state: participant.state.as_str().to_string(),
        communication_id: Some(participant.communication.clone()),
        queue_id: participant.queue.as_ref().map(|queue| queue.id.clone()),
        wrap_up: wrap_up.map(|given| WrapUpSnapshot { id: given.code.to_string(), name: given.name.clone() }),
        after_call_work: Some(participant.after_call_work.as_str()),
    }
}

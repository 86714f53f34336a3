//! What the versioned resource shows. Assumed in every field: no published schema has it.

use serde_json::{Value, json};

use super::present;
use crate::simulator::clock::Timestamp;
use crate::simulator::records::{Conversation, Participant};

pub fn conversation(conversation: &Conversation) -> Value {
    let disposition = conversation.disposition.as_ref();
    present(json!({
        "id": conversation.id,
        "state": if conversation.is_open() { "active" } else { "closed" },
        "version": conversation.version,
        "startTime": conversation.started.iso(),
        "endTime": conversation.ended.map(Timestamp::iso),
        "wrapUpCodeId": disposition.map(|given| &given.code),
        "wrapUpCodeName": disposition.map(|given| &given.name),
        "notes": disposition.map(|given| &given.notes),
        "participants": conversation.participants.iter().map(participant).collect::<Vec<_>>(),
        "selfUri": format!("/api/v2/conversations/messaging/{}", conversation.id),
    }))
}

fn participant(participant: &Participant) -> Value {
    json!({
        "id": participant.id,
        "purpose": participant.purpose.as_str(),
        "state": participant.state.as_str(),
    })
}

//! A conversation as tests inspect it: the public `Conversation` shape, and the server's own count.

use serde_json::{Value, json};

use super::present;
use crate::simulator::records::{Conversation, Participant};

pub fn conversation(conversation: &Conversation) -> Value {
    present(json!({
        "id": conversation.id,
        "state": if conversation.is_open() { "open" } else { "closed" },
        "version": conversation.version,
        "participants": conversation.participants.iter().map(participant).collect::<Vec<_>>(),
        "effects": conversation.effects,
    }))
}

fn participant(participant: &Participant) -> Value {
    let wrap_up = participant.final_wrap_up();
    json!({
        "id": participant.id,
        "purpose": participant.purpose.as_str(),
        "state": participant.state.as_str(),
        "communicationId": participant.communication,
        "queueId": participant.queue.as_ref().map(|queue| &queue.id),
        "wrapUp": wrap_up.map(|given| json!({ "id": given.code, "name": given.name })),
        "afterCallWork": participant.after_call_work.as_str(),
    })
}

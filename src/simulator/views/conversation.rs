//! Conversation: what the media-neutral `/conversations/{id}` shows.
//!
//! Its participants have no state; their communications (`messages`) do, and have the ids
//! that wrap-ups are posted to. `endTime` marks the end.

use serde_json::{Value, json};

use super::{message, present, wrap_up};
use crate::simulator::clock::Timestamp;
use crate::simulator::records::{Conversation, Participant, Purpose};

pub fn conversation(conversation: &Conversation) -> Value {
    let participants = conversation.participants.iter();
    present(json!({
        "id": conversation.id,
        "startTime": conversation.started.iso(),
        "endTime": conversation.ended.map(Timestamp::iso),
        "participants": participants.map(|p| participant(p, conversation)).collect::<Vec<_>>(),
        "recordingState": "NONE",
        "recentTransfers": [],
        "selfUri": format!("/api/v2/conversations/{}", conversation.id),
    }))
}

fn participant(participant: &Participant, conversation: &Conversation) -> Value {
    let user = participant.user.as_ref();
    let queue = participant.queue.as_ref();
    json!({
        "id": participant.id,
        "name": user.map_or(participant.purpose.as_str(), |user| user.name.as_str()),
        "purpose": participant.purpose.as_str(),
        "userId": user.map(|user| &user.id),
        "queueId": queue.map(|queue| &queue.id),
        "queueName": queue.map(|queue| &queue.name),
        "startTime": participant.started.iso(),
        "connectedTime": participant.connected.map(Timestamp::iso),
        "endTime": participant.ended.map(Timestamp::iso),
        "startAcwTime": participant.acw_started.map(Timestamp::iso),
        "endAcwTime": participant.acw_ended.map(Timestamp::iso),
        "wrapupRequired": participant.wrap_up_required,
        "wrapupPrompt": participant.wrap_up_prompt(),
        "wrapupTimeoutMs": participant.wrap_up_timeout_ms,
        "wrapup": wrap_up(participant),
        "attributes": participant.attributes,
        "messages": [communication(participant, conversation)],
    })
}

fn communication(participant: &Participant, conversation: &Conversation) -> Value {
    let is_customer = participant.purpose == Purpose::Customer;
    let messages = if is_customer { conversation.messages.as_slice() } else { &[] };
    let rings = participant.alerting_since.is_some();
    json!({
        "id": participant.communication,
        "state": participant.state.as_str(),
        "initialState": if rings { "alerting" } else { "connected" },
        "direction": "inbound",
        "disconnectType": participant.disconnect_type.map(|kind| kind.as_str()),
        "held": false,
        "provider": "PureCloud Messaging",
        "type": "webmessaging",
        "startAlertingTime": participant.alerting_since.map(Timestamp::iso),
        "connectedTime": participant.connected.map(Timestamp::iso),
        "disconnectedTime": participant.ended.map(Timestamp::iso),
        "messages": messages.iter().filter(|m| m.is_for_people()).map(message::details).collect::<Vec<_>>(),
        "wrapup": wrap_up(participant),
        "afterCallWork": {
            "state": participant.after_call_work.as_str(),
            "startTime": participant.acw_started.map(Timestamp::iso),
            "endTime": participant.acw_ended.map(Timestamp::iso),
        },
        "afterCallWorkRequired": participant.wrap_up_required,
    })
}

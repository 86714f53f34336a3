//! MessageConversation: what `/conversations/messages/{id}` shows.
//!
//! Its participants carry a state, and no communication ids.

use serde_json::{Value, json};

use super::{message, present, reference, with_list, wrap_up};
use crate::simulator::clock::Timestamp;
use crate::simulator::records::{Conversation, Participant, Purpose};

pub fn conversation(conversation: &Conversation) -> Value {
    let participants = conversation.participants.iter().map(|p| participant(p, conversation));
    let shown = json!({
        "id": conversation.id,
        "participants": null,
        "otherMediaUris": [],
        "recentTransfers": [],
        "selfUri": format!("/api/v2/conversations/messages/{}", conversation.id),
    });
    present(with_list(shown, "participants", participants))
}

fn participant(participant: &Participant, conversation: &Conversation) -> Value {
    let is_customer = participant.purpose == Purpose::Customer;
    let user = participant.user.as_ref();
    let messages = if is_customer { conversation.messages.as_slice() } else { &[] };
    let shown = json!({
        "id": participant.id,
        "name": user.map_or(participant.purpose.as_str(), |user| user.name.as_str()),
        "startTime": participant.started.iso(),
        "startAlertingTime": participant.alerting_since.map(Timestamp::iso),
        "connectedTime": participant.connected.map(Timestamp::iso),
        "endTime": participant.ended.map(Timestamp::iso),
        "startAcwTime": participant.acw_started.map(Timestamp::iso),
        "endAcwTime": participant.acw_ended.map(Timestamp::iso),
        "purpose": participant.purpose.as_str(),
        "state": participant.state.as_str(),
        "direction": "inbound",
        "disconnectType": participant.disconnect_type.map(|kind| kind.as_str()),
        "held": false,
        "wrapupRequired": participant.wrap_up_required,
        "wrapupPrompt": participant.wrap_up_prompt(),
        "wrapupTimeoutMs": participant.wrap_up_timeout_ms,
        "wrapup": wrap_up(participant),
        "user": user.map(|user| reference(user, "users")),
        "queue": participant.queue.as_ref().map(|queue| reference(queue, "routing/queues")),
        "attributes": participant.attributes,
        "provider": "PureCloud Messaging",
        "type": "webmessaging",
        "messages": null,
    });
    with_list(shown, "messages", messages.iter().filter(|m| m.is_for_people()).map(message::details))
}

//! Event bodies of notifications, with the field names of the published models.

use serde_json::{Value, json};

use super::present;
use crate::simulator::clock::Timestamp;
use crate::simulator::records::{Conversation, DisconnectType, Named, Participant, Purpose};

/// A QueueConversationMessageEventTopicMessageConversation; the users' topic has the same fields.
pub fn conversation(conversation: &Conversation) -> Value {
    let participants = conversation.participants.iter();
    present(json!({
        "id": conversation.id,
        "participants": participants.map(participant).collect::<Vec<_>>(),
        "otherMediaUris": [],
    }))
}

fn reference<I: ToString>(named: &Named<I>) -> Value {
    json!({ "id": named.id.to_string(), "name": named.name })
}

fn participant(participant: &Participant) -> Value {
    let user = participant.user.as_ref();
    json!({
        "id": participant.id,
        "name": user.map_or(participant.purpose.as_str(), |user| user.name.as_str()),
        "startTime": participant.started.iso(),
        "connectedTime": participant.connected.map(Timestamp::iso),
        "endTime": participant.ended.map(Timestamp::iso),
        "startAcwTime": participant.acw_started.map(Timestamp::iso),
        "endAcwTime": participant.acw_ended.map(Timestamp::iso),
        "purpose": participant.purpose.as_str(),
        "state": participant.state.as_str(),
        "direction": "inbound",
        "disconnectType": participant.disconnect_type.map(DisconnectType::as_str),
        "held": false,
        "wrapupRequired": participant.wrap_up_required,
        "wrapupPrompt": participant.wrap_up_prompt(),
        "wrapupTimeoutMs": participant.wrap_up_timeout_ms,
        "wrapup": wrapup(participant),
        "user": user.map(reference),
        "queue": participant.queue.as_ref().map(reference),
        "attributes": participant.attributes,
        "provider": "PureCloud Messaging",
        "type": "webmessaging",
    })
}

fn wrapup(participant: &Participant) -> Option<Value> {
    let given = participant.wrap_up.as_ref()?;
    Some(json!({
        "code": given.code, "notes": given.notes, "tags": given.tags,
        "durationSeconds": given.duration_seconds, "endTime": participant.wrapped_up.map(Timestamp::iso),
        "provisional": given.provisional.then_some(true),
    }))
}

/// What every detail event says; they differ in the rest.
fn detail(
    participant: &Participant,
    conversation: &Conversation,
    at: Option<Timestamp>,
    rest: Value,
) -> Value {
    let mut body = json!({
        "eventTime": at.map(Timestamp::millis),
        "conversationId": conversation.id,
        "participantId": participant.id,
        "sessionId": participant.communication,
        "mediaType": "MESSAGE",
        "messageType": "WEBMESSAGING",
        "provider": "PureCloud Messaging",
        "direction": "INBOUND",
    });
    if let (Value::Object(body), Value::Object(rest)) = (&mut body, rest) {
        body.extend(rest);
    }
    present(body)
}

/// The upper-case spelling of detail events.
const fn disconnect_type(how: DisconnectType) -> &'static str {
    match how {
        DisconnectType::Client => "CLIENT",
        DisconnectType::Endpoint => "ENDPOINT",
        DisconnectType::Peer => "PEER",
        DisconnectType::System => "SYSTEM",
        DisconnectType::Transfer => "TRANSFER",
        DisconnectType::NoAnswer => "NO_ANSWER_TRANSFER",
        DisconnectType::Inactivity => "INACTIVITY",
        DisconnectType::Takeover => "TAKEOVER",
    }
}

fn lasted(from: Option<Timestamp>, to: Option<Timestamp>) -> Option<i64> {
    Some(to?.millis() - from?.millis())
}

pub fn customer_end(participant: &Participant, conversation: &Conversation) -> Value {
    let rest = json!({
        "disconnectType": participant.disconnect_type.map(disconnect_type),
        "interactingDurationMs": lasted(participant.connected, participant.ended),
    });
    detail(participant, conversation, participant.ended, rest)
}

pub fn user_end(participant: &Participant, conversation: &Conversation) -> Value {
    let answered = participant.connected.or(participant.ended);
    let rest = json!({
        "disconnectType": participant.disconnect_type.map(disconnect_type),
        "userId": participant.user.as_ref().map(|user| &user.id),
        "queueId": participant.queue.as_ref().map(|queue| &queue.id),
        "interactingDurationMs": lasted(participant.connected, participant.ended),
        "alertingDurationMs": lasted(participant.alerting_since, answered),
    });
    detail(participant, conversation, participant.ended, rest)
}

pub fn acd_end(participant: &Participant, conversation: &Conversation) -> Value {
    let answered = participant.disconnect_type == Some(DisconnectType::Transfer);
    let agent = conversation.latest(Purpose::Agent).filter(|_| answered);
    let rest = json!({
        "disconnectType": participant.disconnect_type.map(disconnect_type),
        "queueId": participant.queue.as_ref().map(|queue| &queue.id),
        "acdOutcome": if answered { "ANSWERED" } else { "ABANDON" },
        "answeredUserId": agent.and_then(|agent| agent.user.as_ref()).map(|user| &user.id),
        "connectedDurationMs": lasted(participant.connected, participant.ended),
    });
    detail(participant, conversation, participant.ended, rest)
}

pub fn wrap_up(participant: &Participant, conversation: &Conversation) -> Value {
    detail(participant, conversation, participant.wrapped_up, wrapped(participant))
}

pub fn after_call_work(participant: &Participant, conversation: &Conversation) -> Value {
    let mut rest = wrapped(participant);
    rest["userId"] = json!(participant.user.as_ref().map(|user| &user.id));
    detail(participant, conversation, participant.acw_ended, rest)
}

fn wrapped(participant: &Participant) -> Value {
    let given = participant.final_wrap_up();
    json!({
        "queueId": participant.queue.as_ref().map(|queue| &queue.id),
        "wrapupCode": given.map(|given| &given.code),
        "wrapupNotes": given.map(|given| &given.notes),
        "wrapupDurationMs": lasted(participant.acw_started, participant.acw_ended),
    })
}

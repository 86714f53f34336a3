//! AnalyticsConversationWithoutAttributes: what analytics know of a conversation, which is less than is so.

use serde_json::{Value, json};

use super::present;
use crate::simulator::clock::Timestamp;
use crate::simulator::records::{Conversation, DisconnectType, Participant};

/// Nothing that happened after `until` is known; `None` where the conversation itself is not.
pub fn conversation(conversation: &Conversation, division: &str, until: Timestamp) -> Option<Value> {
    let known = |at: Option<Timestamp>| at.filter(|at| *at <= until);
    let started = known(Some(conversation.started))?;
    let participants = conversation.participants.iter().filter(|p| p.started <= until);
    Some(present(json!({
        "conversationId": conversation.id,
        "conversationStart": started.iso(),
        "conversationEnd": known(conversation.ended).map(Timestamp::iso),
        "originatingDirection": "inbound",
        "divisionIds": [division],
        "participants": participants.map(|p| participant(p, &known)).collect::<Vec<_>>(),
    })))
}

fn participant(participant: &Participant, known: &impl Fn(Option<Timestamp>) -> Option<Timestamp>) -> Value {
    let user = participant.user.as_ref();
    let session = json!({
        "sessionId": participant.communication,
        "mediaType": "message",
        "messageType": "webmessaging",
        "direction": "inbound",
        "provider": "PureCloud Messaging",
        "segments": segments(participant, known),
    });
    json!({
        "participantId": participant.id,
        "participantName": user.map_or(participant.purpose.as_str(), |user| user.name.as_str()),
        "purpose": participant.purpose.as_str(),
        "userId": user.map(|user| &user.id),
        "sessions": [session],
    })
}

/// It rang, it was talked, it was wrapped up. Assumed: other kinds of segments do not occur in web messaging.
fn segments(
    participant: &Participant,
    known: &impl Fn(Option<Timestamp>) -> Option<Timestamp>,
) -> Vec<Value> {
    let ended = known(participant.ended);
    let connected = known(participant.connected);
    let segment = |kind: &str, start: Option<Timestamp>, end: Option<Timestamp>, is_last: bool| {
        let how = participant.disconnect_type.filter(|_| is_last && end.is_some());
        let shown = json!({
            "segmentType": kind,
            "segmentStart": known(start)?.iso(),
            "segmentEnd": end.map(Timestamp::iso),
            "queueId": participant.queue.as_ref().map(|queue| &queue.id),
            "disconnectType": how.map(disconnect_type),
            "conference": false,
        });
        Some(shown)
    };
    let rang = segment("alert", participant.alerting_since, connected.or(ended), connected.is_none());
    let talked = segment("interact", participant.connected, ended, true);
    let wrapped = participant.final_wrap_up().zip(known(participant.wrapped_up)).and_then(|(given, at)| {
        let mut shown = segment("wrapup", participant.acw_started.or(participant.ended), Some(at), false)?;
        shown["wrapUpCode"] = json!(given.code);
        shown["wrapUpNote"] = json!(given.notes);
        Some(shown)
    });
    [rang, talked, wrapped].into_iter().flatten().collect()
}

/// The spelling of analytics.
const fn disconnect_type(how: DisconnectType) -> &'static str {
    match how {
        DisconnectType::NoAnswer => "noAnswerTransfer",
        other => other.as_str(),
    }
}

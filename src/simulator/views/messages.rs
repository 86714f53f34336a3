//! MessageConversation: what `/conversations/messages/{id}` shows.
//!
//! Its participants carry a state, and no communication ids. Conversations are read again and again: they are written
//! as they stand, without JSON values in between.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{message, present, wrap_up};
use crate::model::ids::{ConversationId, ParticipantId};
use crate::simulator::clock::Timestamp;
use crate::simulator::records::{self, Named, Purpose};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation<'a> {
    id: &'a ConversationId,
    participants: Vec<Participant<'a>>,
    other_media_uris: [(); 0],
    recent_transfers: [(); 0],
    self_uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Participant<'a> {
    id: &'a ParticipantId,
    name: &'a str,
    start_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_alerting_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connected_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_acw_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_acw_time: Option<String>,
    purpose: &'static str,
    state: &'static str,
    direction: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    disconnect_type: Option<&'static str>,
    held: bool,
    wrapup_required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    wrapup_prompt: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wrapup_timeout_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wrapup: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    queue: Option<Reference<'a>>,
    attributes: &'a BTreeMap<String, String>,
    provider: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    messages: Vec<Value>,
}

/// A DomainEntityRef.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reference<'a> {
    id: String,
    name: &'a str,
    self_uri: String,
}

impl<'a> Reference<'a> {
    fn of<I: ToString>(named: &'a Named<I>, path: &str) -> Self {
        let id = named.id.to_string();
        Self { self_uri: format!("/api/v2/{path}/{id}"), id, name: &named.name }
    }
}

pub fn conversation(conversation: &records::Conversation) -> Conversation<'_> {
    Conversation {
        id: &conversation.id,
        participants: conversation.participants.iter().map(|p| participant(p, conversation)).collect(),
        other_media_uris: [],
        recent_transfers: [],
        self_uri: format!("/api/v2/conversations/messages/{}", conversation.id),
    }
}

fn participant<'a>(
    participant: &'a records::Participant,
    conversation: &records::Conversation,
) -> Participant<'a> {
    let is_customer = participant.purpose == Purpose::Customer;
    let user = participant.user.as_ref();
    let messages = if is_customer { conversation.messages.as_slice() } else { &[] };
    Participant {
        id: &participant.id,
        name: user.map_or(participant.purpose.as_str(), |user| user.name.as_str()),
        start_time: participant.started.iso(),
        start_alerting_time: participant.alerting_since.map(Timestamp::iso),
        connected_time: participant.connected.map(Timestamp::iso),
        end_time: participant.ended.map(Timestamp::iso),
        start_acw_time: participant.acw_started.map(Timestamp::iso),
        end_acw_time: participant.acw_ended.map(Timestamp::iso),
        purpose: participant.purpose.as_str(),
        state: participant.state.as_str(),
        direction: "inbound",
        disconnect_type: participant.disconnect_type.map(|kind| kind.as_str()),
        held: false,
        wrapup_required: participant.wrap_up_required,
        wrapup_prompt: participant.wrap_up_prompt(),
        wrapup_timeout_ms: participant.wrap_up_timeout_ms,
        wrapup: wrap_up(participant).map(present),
        user: user.map(|user| Reference::of(user, "users")),
        queue: participant.queue.as_ref().map(|queue| Reference::of(queue, "routing/queues")),
        attributes: &participant.attributes,
        provider: "PureCloud Messaging",
        kind: "webmessaging",
        messages: messages.iter().filter(|m| m.is_for_people()).map(message::details).collect(),
    }
}

//! `/api/v2/conversations/messages`: the published resource of message conversations.

use reqwest::Method;
use serde::Serialize;

use crate::model::WrapupInput;
use crate::model::ids::{CommunicationId, ConversationId, MessageId, ParticipantId};
use crate::platform::permissions::{DISCONNECT, VIEW_MESSAGE, WRAP_UP};
use crate::platform::request::Request;

const ROOT: &str = "/api/v2/conversations/messages";

/// A `MediaParticipantRequest` or `Conversation`: each property present is an instruction, so
/// only what is meant is sent.
#[derive(Serialize)]
struct Update<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wrapup: Option<&'a WrapupInput>,
}

pub fn get_conversation(id: &ConversationId) -> Request {
    Request::read("read the conversation", format!("{ROOT}/{id}"))
}

pub fn disconnect_conversation(id: &ConversationId) -> Request {
    let body = Update { state: Some("disconnected"), wrapup: None };
    Request::write("disconnect the conversation", Method::PATCH, format!("{ROOT}/{id}"), &body)
        .needs(DISCONNECT)
}

pub fn disconnect_participant(
    id: &ConversationId,
    participant: &ParticipantId,
    wrapup: Option<&WrapupInput>,
) -> Request {
    let path = format!("{ROOT}/{id}/participants/{participant}");
    let body = Update { state: Some("disconnected"), wrapup };
    Request::write("disconnect the agent", Method::PATCH, path, &body).needs(DISCONNECT)
}

/// An update of one participant that no close makes.
pub fn try_update(
    id: &ConversationId,
    participant: &ParticipantId,
    disconnects: bool,
    wrapup: Option<&WrapupInput>,
) -> Request {
    let path = format!("{ROOT}/{id}/participants/{participant}");
    let body = Update { state: disconnects.then_some("disconnected"), wrapup };
    Request::write("try a write", Method::PATCH, path, &body).needs(DISCONNECT)
}

/// Answers a bare array.
pub fn list_wrapup_codes(id: &ConversationId, participant: &ParticipantId) -> Request {
    Request::read(
        "list the participant's wrap-up codes",
        format!("{ROOT}/{id}/participants/{participant}/wrapupcodes"),
    )
    .answers_a_list()
}

pub fn apply_wrapup(
    id: &ConversationId,
    participant: &ParticipantId,
    communication: &CommunicationId,
    wrapup: &WrapupInput,
) -> Request {
    let path = format!("{ROOT}/{id}/participants/{participant}/communications/{communication}/wrapup");
    Request::write("apply the wrap-up", Method::POST, path, wrapup).needs(WRAP_UP)
}

pub fn get_message(id: &MessageId) -> Request {
    Request::read("look up the message", format!("{ROOT}/{id}/details")).needs(VIEW_MESSAGE)
}

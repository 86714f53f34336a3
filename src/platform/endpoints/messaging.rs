//! `/api/v2/conversations/messaging/{id}`: the versioned resource of users' gateways. No
//! published SDK has it.

use reqwest::Method;

use crate::model::ids::ConversationId;
use crate::model::versioned::VersionedClose;
use crate::platform::permissions::MESSAGING_SCOPE;
use crate::platform::request::Request;

fn path(id: &ConversationId) -> String {
    format!("/api/v2/conversations/messaging/{id}")
}

pub fn get_conversation(id: &ConversationId) -> Request {
    Request::read("read the versioned conversation", path(id)).needs(MESSAGING_SCOPE)
}

pub fn close_conversation(id: &ConversationId, body: &VersionedClose) -> Request {
    Request::write("close the versioned conversation", Method::PUT, path(id), body).needs(MESSAGING_SCOPE)
}

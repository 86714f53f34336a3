//! `/api/v2/conversations`: the media-neutral operations.

use reqwest::Method;

use crate::model::ids::ConversationId;
use crate::platform::permissions::{DISCONNECT, VIEW_CONVERSATION};
use crate::platform::request::Request;

/// The read that has communication ids.
pub fn get_conversation(id: &ConversationId) -> Request {
    Request::read("read the communications", format!("/api/v2/conversations/{id}")).needs(VIEW_CONVERSATION)
}

/// Ends everything and applies a system wrap-up code. Documented for exceptional use.
pub fn tear_down(id: &ConversationId) -> Request {
    let path = format!("/api/v2/conversations/{id}/disconnect");
    Request { body: None, ..Request::write("tear down the conversation", Method::POST, path, &()) }
        .needs(DISCONNECT)
}

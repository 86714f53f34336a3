//! Every operation served: its path, who may call it, what answers.

use axum::http::Method;

use super::call::Call;
use super::handlers::{messages, oauth};
use super::reply::Handled;

pub type Handler = fn(&mut Call<'_>) -> Handled;

/// Which rights an operation asks for.
#[derive(Debug, Clone, Copy)]
pub enum Needs {
    /// Not even a token.
    Nothing,
    /// Only a valid token.
    Token,
    Any(&'static [&'static str]),
    All(&'static [&'static str]),
}

pub struct Operation {
    pub method: Method,
    pub path: &'static str,
    pub needs: Needs,
    pub handler: Handler,
}

const fn operation(method: Method, path: &'static str, needs: Needs, handler: Handler) -> Operation {
    Operation { method, path, needs, handler }
}

const DISCONNECT_OR_PARK: &[&str] = &["conversation:communication:disconnect", "conversation:message:park"];
const CHANGE_PARTICIPANT: &[&str] =
    &["conversation:participant:wrapup", "conversation:call:record", "conversation:communication:disconnect"];

/// The table of the org, permissions as documented.
pub const OPERATIONS: &[Operation] = &[
    operation(Method::POST, "/oauth/token", Needs::Nothing, oauth::token),
    operation(Method::GET, "/api/v2/conversations/messages/{conversationId}", Needs::Token, messages::get),
    operation(
        Method::PATCH,
        "/api/v2/conversations/messages/{conversationId}",
        Needs::Any(DISCONNECT_OR_PARK),
        messages::patch,
    ),
    operation(
        Method::PATCH,
        "/api/v2/conversations/messages/{conversationId}/participants/{participantId}",
        Needs::Any(CHANGE_PARTICIPANT),
        messages::patch_participant,
    ),
];

//! What a handler answers, and the vendor's error bodies.

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::ids::ConversationId;

/// An answer before headers are added.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// `None`: an answer without a body.
    pub body: Option<Body>,
}

#[derive(Debug)]
pub enum Body {
    Json(Value),
    /// The vendor's ErrorBody: it gets the correlation id as its contextId.
    Error(Value),
    Text {
        content_type: &'static str,
        text: String,
    },
    Bytes {
        content_type: String,
        bytes: Vec<u8>,
    },
    /// A browser goes there.
    Redirect {
        to: String,
    },
}

impl Reply {
    pub const fn ok(body: Value) -> Self {
        Self::json(200, body)
    }

    pub const fn json(status: u16, body: Value) -> Self {
        Self { status, body: Some(Body::Json(body)) }
    }

    /// What is asked for by the thousand, written as it stands.
    pub fn written(body: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(body).expect("our own bodies are plain data");
        Self::bytes("application/json".into(), bytes)
    }

    pub const fn text(status: u16, content_type: &'static str, text: String) -> Self {
        Self { status, body: Some(Body::Text { content_type, text }) }
    }

    pub const fn bytes(content_type: String, bytes: Vec<u8>) -> Self {
        Self { status: 200, body: Some(Body::Bytes { content_type, bytes }) }
    }

    pub const fn redirect(to: String) -> Self {
        Self { status: 302, body: Some(Body::Redirect { to }) }
    }

    pub const fn empty(status: u16) -> Self {
        Self { status, body: None }
    }
}

/// Why a handler refuses.
#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
    body: Value,
}

/// `Err` ends a handler, with an answer all the same.
pub type Handled = Result<Reply, Refusal>;

impl Refusal {
    pub fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        let body = json!({
            "message": message.into(), "code": code, "status": status, "details": [], "errors": [],
        });
        Self { status, body }
    }

    /// A body of another shape than the vendor's ErrorBody.
    pub const fn raw(status: u16, body: Value) -> Self {
        Self { status, body }
    }

    pub fn params(mut self, template: &str, params: Value) -> Self {
        self.body["messageWithParams"] = json!(template);
        self.body["messageParams"] = params;
        self
    }

    pub fn not_found() -> Self {
        Self::new(404, "not.found", "The requested resource was not found.")
    }

    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "bad.request", message)
    }

    /// Documented (staff, 2018): `state` was sent for a conversation that has ended.
    pub fn ended(conversation: &ConversationId) -> Self {
        let message = format!("Access to conversation {conversation} is forbidden.");
        Self::new(403, "not.authorized", message).params(
            "Access to {type} {id} is forbidden.",
            json!({ "type": "Conversation", "id": conversation }),
        )
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let is_error_body = refusal.body.get("code").is_some();
        let body = if is_error_body { Body::Error(refusal.body) } else { Body::Json(refusal.body) };
        Self { status: refusal.status, body: Some(body) }
    }
}

//! What the guest asks of the server: one flat JSON object for each request.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::model::ids::DeploymentId;
use crate::redacted::{Redacted, sends};

/// The longest text the service takes; longer is refused with 4011. The unit is bytes
/// (documented second-hand; the vendor's message only says "length").
pub const MAX_TEXT_BYTES: usize = 4096;

/// A request, and the id by which its answer is known.
#[derive(Clone)]
pub struct Request {
    pub tracing_id: String,
    pub action: Action,
    fields: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    ConfigureSession,
    Message,
    Echo,
    GetJwt,
    CloseSession,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartNew {
    No,
    /// A fresh session for the same token; the old one becomes unreachable.
    Yes,
}

impl Request {
    /// The first frame on every connection.
    pub fn configure_session(deployment: &DeploymentId, token: &Redacted<String>, start: StartNew) -> Self {
        // The vendor's clients name the token as the journey's customer too.
        let customer = json!({ "id": token.expose(), "idType": "cookie" });
        let journey = json!({ "customer": customer, "customerSession": { "id": "", "type": "web" } });
        Self::new(
            Action::ConfigureSession,
            json!({
                "deploymentId": deployment.as_str(),
                "startNew": start == StartNew::Yes,
                "journeyContext": journey,
            }),
        )
    }

    pub fn text(text: &str, attributes: &BTreeMap<String, String>) -> Self {
        Self::message(json!({ "type": "Text", "text": text }), attributes)
    }

    pub fn presence(kind: &str, attributes: &BTreeMap<String, String>) -> Self {
        let event = json!({ "eventType": "Presence", "presence": { "type": kind } });
        Self::message(json!({ "type": "Event", "events": [event] }), attributes)
    }

    /// The vendor's health check: at most one in 30 seconds.
    pub fn echo() -> Self {
        Self::new(Action::Echo, json!({ "message": { "type": "Text", "text": "ping" } }))
    }

    pub fn get_jwt() -> Self {
        Self::new(Action::GetJwt, json!({}))
    }

    /// Closes every connection of this token; the caller's own is answered `connected: false`.
    pub fn close_session() -> Self {
        Self::new(Action::CloseSession, json!({ "closeAllConnections": true }))
    }

    fn message(mut message: Value, attributes: &BTreeMap<String, String>) -> Self {
        if !attributes.is_empty() {
            message["channel"] = json!({ "metadata": { "customAttributes": attributes } });
        }
        Self::new(Action::Message, json!({ "message": message }))
    }

    fn new(action: Action, mut fields: Value) -> Self {
        let tracing_id = Uuid::new_v4().to_string();
        fields["action"] = json!(action.name());
        fields["tracingId"] = json!(tracing_id);
        Self { tracing_id, action, fields }
    }

    /// The text for the wire: the only place where the token is written.
    pub fn to_wire(&self, token: &Redacted<String>) -> String {
        sends(token.expose());
        let mut fields = self.fields.clone();
        fields["token"] = json!(token.expose());
        fields.to_string()
    }
}

impl Action {
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfigureSession => "configureSession",
            Self::Message => "onMessage",
            Self::Echo => "echo",
            Self::GetJwt => "getJwt",
            Self::CloseSession => "closeSession",
        }
    }
}

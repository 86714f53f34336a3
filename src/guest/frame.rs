//! Frames as the guest's socket carries them from the server: read with tolerance, believed with care.
//!
//! Every class of the guest API is known; unknown classes and fields are passed over, and a
//! field of the wrong type counts as absent. Sources: the vendor's Kotlin and Java SDKs.

use serde_json::{Map, Value};

use super::message::text_of;
pub use super::message::{Direction, Message, MessageKind, Presence};
use crate::model::json;
use crate::redacted::Redacted;

/// The code of a frame that reports success.
pub const SUCCESS: i64 = 200;

/// One frame from the server.
#[derive(Debug, Clone)]
pub struct Frame {
    pub envelope: Envelope,
    pub class: String,
    pub code: i64,
    pub tracing_id: Option<String>,
    pub body: Body,
}

/// Whether a frame came by itself or answers a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Envelope {
    Message,
    Response,
    Other(String),
}

/// What a frame holds, by its class.
#[derive(Debug, Clone)]
pub enum Body {
    Session(SessionResponse),
    Message(Message),
    /// Class `string`: an error's text; the code says which.
    Refusal(String),
    Jwt(Jwt),
    TooManyRequests {
        retry_after_seconds: Option<u64>,
        error_code: Option<i64>,
    },
    ConnectionClosed {
        reason: Option<String>,
    },
    SessionExpired,
    SessionCleared,
    Logout,
    /// Classes `Error`, `ErrorMessage`, `GenerateUrlError`, `UploadFailureEvent`.
    Failure {
        error_code: Option<i64>,
        attachment_id: Option<String>,
    },
    /// Classes `PresignedUrlResponse`, `UploadSuccessEvent`, `AttachmentDeletedResponse`.
    Attachment {
        attachment_id: Option<String>,
        url: Option<String>,
    },
    Configuration,
    ResumeToken,
    /// A class that is not known, or none at all.
    Other,
}

/// The answer to `configureSession` and `closeSession`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionResponse {
    pub connected: bool,
    pub new_session: bool,
    /// The conversation ended on a ReadOnly deployment.
    pub read_only: bool,
    pub duration_seconds: Option<i64>,
    /// Epoch seconds, as observed; the vendor's documentation says milliseconds.
    pub expiration_date: Option<i64>,
}

/// The token for the guest's own history.
#[derive(Debug, Clone)]
pub struct Jwt {
    pub jwt: Redacted<String>,
    /// Epoch seconds.
    pub exp: Option<i64>,
}

/// Why a text is no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("not JSON")]
    NotJson,
    #[error("JSON, but no object")]
    NotAnObject,
}

impl Frame {
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        match json::read(text).map_err(|_| Unreadable::NotJson)? {
            Value::Object(fields) => Ok(Self::from_fields(&fields)),
            _ => Err(Unreadable::NotAnObject),
        }
    }

    /// An entity of the guest's history, as the socket would have delivered it.
    pub fn of_history(entity: &Value) -> Self {
        Self {
            envelope: Envelope::Message,
            class: "StructuredMessage".into(),
            code: SUCCESS,
            tracing_id: None,
            body: Body::Message(Message::read(entity)),
        }
    }

    /// The error's own number: the inner code where there is one (429 outside, 4029 inside).
    pub fn error_code(&self) -> Option<i64> {
        match &self.body {
            Body::Refusal(_) => Some(self.code),
            Body::TooManyRequests { error_code, .. } => Some(error_code.unwrap_or(429)),
            Body::Failure { error_code, .. } => Some(error_code.unwrap_or(self.code)),
            _ => None,
        }
    }

    /// A message in the guest's conversation: echo replies (type `response`) and errors are none.
    pub fn conversation_message(&self) -> Option<&Message> {
        match &self.body {
            Body::Message(message) if self.envelope == Envelope::Message && self.code == SUCCESS => {
                Some(message)
            }
            _ => None,
        }
    }

    /// The answer to `configureSession` or `closeSession`.
    pub fn session_answer(&self) -> Option<&SessionResponse> {
        match &self.body {
            Body::Session(session) if self.envelope == Envelope::Response && self.code == SUCCESS => {
                Some(session)
            }
            _ => None,
        }
    }

    fn from_fields(fields: &Map<String, Value>) -> Self {
        let class = text_of(fields.get("class")).unwrap_or_default();
        let absent = Value::Null;
        let body = Body::of(&class, fields.get("body").unwrap_or(&absent));
        let tracing_id = text_of(fields.get("tracingId"));
        let code = fields.get("code").and_then(integer_of).unwrap_or_default();
        Self { envelope: Envelope::of(fields.get("type")), class, code, tracing_id, body }
    }
}

impl Envelope {
    fn of(value: Option<&Value>) -> Self {
        match value.and_then(Value::as_str) {
            Some("message") => Self::Message,
            Some("response") => Self::Response,
            other => Self::Other(other.unwrap_or_default().to_string()),
        }
    }
}

impl Body {
    fn of(class: &str, body: &Value) -> Self {
        let text = |name: &str| text_of(body.get(name));
        let integer = |name: &str| body.get(name).and_then(integer_of);
        match class {
            "SessionResponse" => Self::Session(SessionResponse::read(body)),
            "StructuredMessage" => Self::Message(Message::read(body)),
            "string" => Self::Refusal(body.as_str().unwrap_or_default().to_string()),
            "JwtResponse" => {
                Self::Jwt(Jwt { jwt: Redacted::new(text("jwt").unwrap_or_default()), exp: integer("exp") })
            }
            "TooManyRequestsErrorMessage" => Self::TooManyRequests {
                retry_after_seconds: integer("retryAfter").and_then(|seconds| seconds.try_into().ok()),
                error_code: integer("errorCode"),
            },
            // The Java schema calls the field reasonCode, the Kotlin SDK reason.
            "ConnectionClosedEvent" => {
                Self::ConnectionClosed { reason: text("reason").or_else(|| text("reasonCode")) }
            }
            "SessionExpiredEvent" => Self::SessionExpired,
            "SessionClearedEvent" => Self::SessionCleared,
            "LogoutEvent" => Self::Logout,
            "Error" | "ErrorMessage" | "GenerateUrlError" | "UploadFailureEvent" => {
                Self::Failure { error_code: integer("errorCode"), attachment_id: text("attachmentId") }
            }
            "PresignedUrlResponse" | "UploadSuccessEvent" | "AttachmentDeletedResponse" => Self::Attachment {
                attachment_id: text("attachmentId"),
                url: text("url").or_else(|| text("downloadUrl")),
            },
            "GetConfigurationResponse" => Self::Configuration,
            "ResumeTokenResponse" => Self::ResumeToken,
            _ => Self::Other,
        }
    }
}

impl SessionResponse {
    fn read(body: &Value) -> Self {
        let flag = |name: &str| body.get(name).and_then(Value::as_bool).unwrap_or_default();
        Self {
            connected: flag("connected"),
            new_session: flag("newSession"),
            read_only: flag("readOnly"),
            duration_seconds: body.get("durationSeconds").and_then(integer_of),
            expiration_date: body.get("expirationDate").and_then(integer_of),
        }
    }
}

fn integer_of(value: &Value) -> Option<i64> {
    value.as_i64()
}

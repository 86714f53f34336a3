//! What can go wrong, in the words a tester reads.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// The kind of a failure. The list stands here once; the TypeScript union and
        /// docs/errors.md are tested against [`Kind::ALL`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$doc])* $name),+ }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$name),+];

            /// The code that JavaScript callers see.
            pub const fn code(self) -> &'static str {
                match self { $(Kind::$name => $code),+ }
            }
        }
    };
}

kinds! {
    /// An option or argument that can never work; nothing was sent.
    InvalidInput = "INVALID_INPUT",
    /// The login host refused the client id or secret.
    CredentialsRejected = "CREDENTIALS_REJECTED",
    /// The API refused the token, also after one renewal.
    Unauthorized = "UNAUTHORIZED",
    /// The token is good, and lacks a permission or scope.
    Forbidden = "FORBIDDEN",
    /// There is no such thing, or not for this token.
    NotFound = "NOT_FOUND",
    /// Somebody else changed it first, again and again until the deadline.
    Conflict = "CONFLICT",
    /// The request budget is spent and the deadline is too near to wait for it.
    RateLimited = "RATE_LIMITED",
    /// The API understood the request and refused it.
    Rejected = "REJECTED",
    /// The API answered 5xx until the deadline.
    Unavailable = "UNAVAILABLE",
    /// Nothing was answered before the deadline.
    Timeout = "TIMEOUT",
    /// No connection, or it broke: DNS, TCP, TLS, proxy.
    Transport = "TRANSPORT",
    /// An answer that could not be understood.
    Decode = "DECODE",
    /// The agent must wrap up and no wrap-up code was given.
    WrapUpRequired = "WRAP_UP_REQUIRED",
    /// The given wrap-up code does not exist for this participant.
    WrapUpNotFound = "WRAP_UP_NOT_FOUND",
    /// The conversation could not be shown to be the test's own.
    GuardRefused = "GUARD_REFUSED",
    /// A write was accepted, and the conversation was still seen open.
    NotClosed = "NOT_CLOSED",
    /// The server says closed; the guest's socket carried no closing frame.
    GuestNotTold = "GUEST_NOT_TOLD",
    /// The guest was told; the page still shows the conversation as open.
    GuestUiOpen = "GUEST_UI_OPEN",
    /// The guest's connection or session was refused.
    SessionRefused = "SESSION_REFUSED",
    /// The guest's session has expired.
    SessionExpired = "SESSION_EXPIRED",
    /// The guest's session ended in another way: cleared, displaced, disposed.
    SessionClosed = "SESSION_CLOSED",
    /// The native addon could not be loaded.
    BindingNotFound = "BINDING_NOT_FOUND",
    /// The caller aborted.
    Aborted = "ABORTED",
}

impl Kind {
    /// What a refusal with this HTTP status is. A frame's 401, 403 and 409, and a file store's 403, mean other things.
    pub const fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 | 410 => Self::NotFound,
            409 => Self::Conflict,
            429 => Self::RateLimited,
            408 | 500..=599 => Self::Unavailable,
            _ => Self::Rejected,
        }
    }
}

/// Whether a write may have landed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Effect {
    #[default]
    None,
    Done,
    Unknown,
}

/// A failure with everything a tester needs to act on it. It carries kinds, ids, times and
/// lengths only: no token, no body, no message text.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    pub kind: Kind,
    pub message: String,
    /// Boxed: errors are rare, results are everywhere.
    pub context: Box<Context>,
}

/// The circumstances of a failure; every field is absent until it is known.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "FailureContext", optional_fields))]
pub struct Context {
    /// Whether the write may have landed.
    pub effect: Effect,
    /// The call that failed, such as `closeConversation`.
    pub operation: String,
    /// How often the request that failed was tried; of a verdict, how many were made.
    pub attempts: u32,
    /// From the call to its end.
    pub elapsed_ms: u64,
    /// HTTP status of the last answer; absent where nothing was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The vendor's own code, such as `missing.any.permissions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genesys_code: Option<String>,
    /// `ININ-Correlation-Id` of the last answer: what the vendor's support asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// The conversation that was asked about; absent where none was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    /// What the server asked to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The permissions or scopes that are missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
    pub permissions: Vec<String>,
    /// The real choices, where a choice was wrong (wrap-up codes, regions, option names).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
    pub choices: Vec<String>,
    /// What to do; also the last line of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Nothing but a change by hand helps, such as with a certificate that is not trusted.
    #[serde(skip)]
    pub needs_a_hand: bool,
    /// What was done and seen until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "Partial<CloseReport>"))]
    pub report: Option<Value>,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), context: Box::default() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.context.hint = Some(hint.into());
        self
    }

    #[must_use]
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.context.operation = operation.into();
        self
    }

    #[must_use]
    pub fn conversation(mut self, id: impl Into<String>) -> Self {
        self.context.conversation_id = Some(id.into());
        self
    }

    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.context.effect = effect;
        self
    }

    #[must_use]
    pub fn choices(mut self, choices: Vec<String>) -> Self {
        self.context.choices = choices;
        self
    }

    #[must_use]
    pub fn took(mut self, elapsed: Duration) -> Self {
        self.context.elapsed_ms = elapsed.as_millis().try_into().unwrap_or(u64::MAX);
        self
    }

    #[must_use]
    pub fn attempts(mut self, attempts: u32, elapsed: Duration) -> Self {
        self.context.attempts = attempts;
        self.took(elapsed)
    }

    /// Whether the same call may succeed later without anything being changed by hand.
    pub fn is_retryable(&self) -> bool {
        let may_pass = matches!(
            self.kind,
            Kind::Conflict | Kind::RateLimited | Kind::Unavailable | Kind::Timeout | Kind::Transport
        );
        may_pass && !self.context.needs_a_hand
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_spelt_like_constants() {
        let mut codes: Vec<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Kind::ALL.len());
        assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')));
    }
}

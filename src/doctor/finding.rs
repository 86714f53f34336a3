//! What was found, one check at a time.

use std::time::Duration;

use serde::Serialize;

use crate::error::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "FindingStatus"))]
pub enum Status {
    Ok,
    Warning,
    Failed,
    Skipped,
}

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $why:literal;)+) => {
        /// Every check, in the order of the report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Check { $($(#[$doc])* $name),+ }

        impl Check {
            pub const ALL: &'static [Check] = &[$(Check::$name),+];

            pub const fn word(self) -> &'static str {
                match self { $(Check::$name => $word),+ }
            }

            /// Why it matters to who writes tests.
            pub const fn why(self) -> &'static str {
                match self { $(Check::$name => $why),+ }
            }
        }
    };
}

checks! {
    ConfigHost = "config-host", "Browsers load the Messenger's configuration from this host before anything else.";
    Deployment = "deployment", "Guests can connect only to a deployment that exists in this region and is active.";
    AllowedDomains = "allowed-domains", "On a page of another domain the Messenger does not load, and its socket is refused.";
    GuestTold = "guest-told", "Where it is off no guest ever sees a close, whatever the API answers.";
    AutoStart = "auto-start", "It decides whether a conversation exists before the guest's first message.";
    Clear = "clear", "Without it the guest's own end of the conversation is refused.";
    GuestSocket = "guest-socket", "Everything that a guest sees comes over this socket.";
    Token = "token", "Without an access token nothing can be closed.";
    Api = "api", "Closing is done, and proved, by this API.";
    Organization = "organization", "It shows whose conversations would be ended.";
    Clock = "clock", "A wrong clock puts timelines out of order and makes valid certificates look expired.";
    RateLimit = "rate-limit", "Once it is spent, every request waits for the next minute.";
    ReadConversations = "read-conversations", "A close reads the communications of a conversation to place the wrap-up.";
    FindByMessage = "find-by-message", "A guest's page knows message ids only; this leads from them to the conversation.";
    WrapUpCodes = "wrap-up-codes", "An agent who must wrap up can only be closed with one of these codes.";
    Queue = "queue", "Its policy decides whether a close needs a wrap-up code, and when the agent is free again.";
    Disconnect = "disconnect", "It is the right by which a conversation is closed.";
    WrapUp = "wrap-up", "It is the right by which an agent's wrap-up is given.";
    Conversation = "conversation", "It shows whether this very conversation can be closed with this token.";
    Messaging = "messaging", "Some gateways close by a versioned resource that no published org has.";
}

impl Serialize for Check {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DoctorFinding", optional_fields))]
pub struct Finding {
    /// Its name, such as `guest-told`.
    #[cfg_attr(test, ts(type = "string"))]
    pub check: Check,
    /// `'skipped'`: not asked for, or it only follows from another finding, which is named.
    pub status: Status,
    /// What was seen, in one line.
    pub detail: String,
    /// Why it matters to who writes tests.
    pub why: &'static str,
    /// What to do; absent where nothing has to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

impl Finding {
    pub fn new(check: Check, status: Status, detail: impl Into<String>) -> Self {
        Self { check, status, detail: detail.into(), why: check.why(), fix: None }
    }

    pub fn ok(check: Check, detail: impl Into<String>) -> Self {
        Self::new(check, Status::Ok, detail)
    }

    pub fn skipped(check: Check, detail: impl Into<String>) -> Self {
        Self::new(check, Status::Skipped, detail)
    }

    pub fn warning(check: Check, detail: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..Self::new(check, Status::Warning, detail) }
    }

    pub fn failed(check: Check, detail: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..Self::new(check, Status::Failed, detail) }
    }

    /// An error in its own words; `fix` where it has no hint.
    pub fn error(check: Check, error: &Error, fix: &str) -> Self {
        let hint = error.context.hint.as_deref().unwrap_or(fix);
        Self::failed(check, error.message.as_str(), hint)
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DoctorReport"))]
pub struct Report {
    /// No check has failed; there may be warnings.
    pub ok: bool,
    /// One for each check, always in the same order; docs/doctor.md lists them.
    pub findings: Vec<Finding>,
    /// How long all checks took together.
    pub elapsed_ms: u64,
}

impl Report {
    pub fn new(findings: Vec<Finding>, elapsed: Duration) -> Self {
        let ok = findings.iter().all(|finding| finding.status != Status::Failed);
        Self { ok, findings, elapsed_ms: elapsed.as_millis().try_into().unwrap_or(u64::MAX) }
    }
}

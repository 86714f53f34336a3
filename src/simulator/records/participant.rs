//! One party in a conversation, with its one communication.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Named;
use crate::model::ids::{CommunicationId, ParticipantId, QueueId, WrapUpCodeId};
use crate::simulator::clock::Timestamp;

#[derive(Debug, Clone)]
pub struct Participant {
    pub id: ParticipantId,
    pub communication: CommunicationId,
    pub purpose: Purpose,
    pub state: State,
    pub started: Timestamp,
    pub alerting_since: Option<Timestamp>,
    pub connected: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    pub disconnect_type: Option<DisconnectType>,
    pub user: Option<Named<String>>,
    pub queue: Option<Named<QueueId>>,
    pub attributes: BTreeMap<String, String>,
    pub wrap_up_required: bool,
    /// Where after-call work ends by itself.
    pub wrap_up_timeout_ms: Option<i64>,
    /// The agent may not leave after-call work before its time is over.
    pub wrap_up_forced: bool,
    pub wrap_up: Option<WrapUp>,
    pub wrapped_up: Option<Timestamp>,
    pub after_call_work: AfterCallWork,
    pub acw_started: Option<Timestamp>,
    pub acw_ended: Option<Timestamp>,
}

/// Who somebody is in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Customer,
    Workflow,
    Acd,
    Agent,
}

impl Purpose {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Workflow => "workflow",
            Self::Acd => "acd",
            Self::Agent => "agent",
        }
    }
}

/// ```text
/// Alerting ──answer──▶ Connected ──disconnect──▶ Disconnected
///     └─────────────disconnect───────────────────────▲
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Alerting,
    Connected,
    Disconnected,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alerting => "alerting",
            Self::Connected => "connected",
            Self::Disconnected => "disconnected",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisconnectType {
    Client,
    Endpoint,
    Peer,
    System,
    Transfer,
    NoAnswer,
    Inactivity,
    Takeover,
}

impl DisconnectType {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Endpoint => "endpoint",
            Self::Peer => "peer",
            Self::System => "system",
            Self::Transfer => "transfer",
            Self::NoAnswer => "transfer.noanswer",
            Self::Inactivity => "inactivity",
            Self::Takeover => "takeover",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterCallWork {
    NotApplicable,
    Pending,
    Complete,
}

impl AfterCallWork {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotApplicable => "notApplicable",
            Self::Pending => "pending",
            Self::Complete => "complete",
        }
    }
}

/// The agent's record of why it ended.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WrapUp {
    pub code: WrapUpCodeId,
    pub name: Option<String>,
    pub notes: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    pub duration_seconds: Option<i64>,
    /// A draft: it ends no after-call work (documented).
    #[serde(default)]
    pub provisional: bool,
}

impl WrapUp {
    pub const fn by_system(code: WrapUpCodeId) -> Self {
        Self { code, name: None, notes: None, tags: Vec::new(), duration_seconds: None, provisional: false }
    }
}

impl Participant {
    pub fn is_open(&self) -> bool {
        self.state != State::Disconnected
    }

    /// The vendor's name of how a wrap-up is asked for.
    pub const fn wrap_up_prompt(&self) -> Option<&'static str> {
        match (self.wrap_up_required, self.wrap_up_timeout_ms) {
            (false, _) => None,
            (true, None) => Some("mandatory"),
            (true, Some(_)) if self.wrap_up_forced => Some("forcedTimeout"),
            (true, Some(_)) => Some("timeout"),
        }
    }

    pub fn is_open_agent(&self) -> bool {
        self.purpose == Purpose::Agent && self.is_open()
    }

    /// `false` where it had ended before.
    pub fn disconnect(&mut self, how: DisconnectType, at: Timestamp) -> bool {
        if !self.is_open() {
            return false;
        }
        let was_connected = self.state == State::Connected;
        self.state = State::Disconnected;
        self.ended = Some(at);
        self.disconnect_type = Some(how);
        if was_connected && self.wrap_up_required {
            self.acw_started = Some(at);
            self.after_call_work = AfterCallWork::Pending;
            if self.final_wrap_up().is_some() {
                self.finish_after_call_work(at);
            }
        }
        true
    }

    /// What is more than a draft.
    pub fn final_wrap_up(&self) -> Option<&WrapUp> {
        self.wrap_up.as_ref().filter(|given| !given.provisional)
    }

    /// `false` where nothing final came to it. Assumed: a draft does not take the place of what is final.
    pub fn apply_wrap_up(&mut self, wrap_up: WrapUp, at: Timestamp) -> bool {
        if wrap_up.provisional {
            if self.final_wrap_up().is_none() {
                self.wrap_up = Some(wrap_up);
            }
            return false;
        }
        if self.wrap_up.as_ref() == Some(&wrap_up) {
            return false;
        }
        self.wrap_up = Some(wrap_up);
        self.wrapped_up = Some(at);
        if self.after_call_work == AfterCallWork::Pending {
            self.finish_after_call_work(at);
        }
        true
    }

    const fn finish_after_call_work(&mut self, at: Timestamp) {
        self.after_call_work = AfterCallWork::Complete;
        self.acw_ended = Some(at);
    }
}

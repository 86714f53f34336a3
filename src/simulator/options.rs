//! How an org is set up; every default stands here.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::clock::Clock;
use super::fault::FaultRule;
use super::sabotage::Sabotage;

/// What `Simulator.start` accepts.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    pub port: u16,
    /// The address to listen at; any other than loopback lets other machines in.
    pub host: IpAddr,
    /// Where others reach it, for what it tells of itself; `None`: where it listens.
    pub public_url: Option<String>,
    /// The OAuth client; `None`: made from the seed.
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
    /// Names; the first one gets whatever names no other. Never empty.
    pub queues: Vec<String>,
    /// Names; each offer goes to the next of them. Never empty.
    pub agents: Vec<String>,
    /// Set from the beginning, and again by a reset.
    pub faults: Vec<FaultRule>,
    pub deployment: DeploymentOptions,
    pub agent: AgentScript,
    pub resource: Resource,
    pub wrap_up: WrapUpOptions,
    pub limits: Limits,
    /// A scripted flow that answers guests; without one they are handed over at once.
    pub bot: Option<BotOptions>,
    /// How long after its end a conversation can be joined again: 0 to 72 hours (documented).
    pub threading_hours: f64,
    /// Virtual milliseconds of silence that end a conversation; `None`, the vendor's default: none.
    pub inactivity_ms: Option<f64>,
    /// Real milliseconds between a 202 and the change it promised.
    pub settle_ms: f64,
    /// Real milliseconds before every answer.
    pub latency_ms: f64,
    /// `None`: all of them.
    pub permissions: Option<Vec<String>>,
    /// `None`: all of them.
    pub scopes: Option<Vec<String>>,
    pub tls: bool,
    /// Names that the certificate covers beside those of loopback.
    pub tls_hosts: Vec<String>,
    pub seed: f64,
    /// Where the clock begins, from this machine's time; `None`: at a fixed instant.
    pub clock_skew_ms: Option<f64>,
    /// The order in which guests are told; `None`: the ordinary one, of which nothing is recorded.
    pub schedule: Option<String>,
    /// What a reset returns to.
    pub sabotage: Sabotage,
    /// A file that is made as soon as the simulator has misbehaved in that way.
    pub lie_mark: Option<PathBuf>,
    /// Assumed (unknown on real orgs): by default the customer's leg ends with the last agent's.
    pub customer_stays: bool,
    /// The HTTP status of `invalid_client`: 400 or 401 (unknown on real orgs).
    pub invalid_client_status: u16,
    /// Accepted changes wait for [`Simulator::release`](super::Simulator::release), however long they would settle.
    #[serde(skip)]
    pub holds: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            public_url: None,
            client_id: None,
            client_secret: None,
            queues: vec!["Web messaging".into()],
            agents: vec!["Sample Agent".into()],
            faults: Vec::new(),
            deployment: DeploymentOptions::default(),
            agent: AgentScript::Answers,
            resource: Resource::Both,
            wrap_up: WrapUpOptions::default(),
            limits: Limits::Named(NamedLimits::None),
            bot: None,
            threading_hours: 72.0,
            inactivity_ms: None,
            settle_ms: 20.0,
            latency_ms: 0.0,
            permissions: None,
            scopes: None,
            tls: false,
            tls_hosts: Vec::new(),
            seed: 1.0,
            clock_skew_ms: None,
            schedule: None,
            sabotage: Sabotage::None,
            lie_mark: None,
            customer_stays: false,
            invalid_client_status: 400,
            holds: false,
        }
    }
}

impl Options {
    pub fn threading_ms(&self) -> i64 {
        virtual_ms(self.threading_hours * 3_600_000.0)
    }

    pub fn clock(&self) -> Clock {
        self.clock_skew_ms.map_or_else(Clock::new, |skew| Clock::begun_now(virtual_ms(skew)))
    }

    pub fn inactivity_timeout_ms(&self) -> Option<i64> {
        self.inactivity_ms.map(virtual_ms)
    }
}

/// Out of range is not reached: JavaScript has checked it, and a cast saturates.
#[allow(clippy::cast_possible_truncation)]
fn virtual_ms(ms: f64) -> i64 {
    ms.round() as i64
}

/// What makes the bot stop; it compares a button's payload, or else the text, exactly.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct BotOptions {
    /// It ends the conversation.
    pub ends_on: Option<String>,
    /// It hands the conversation over to the queue.
    pub hands_over_on: Option<String>,
}

/// The Messenger deployment of the org.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DeploymentOptions {
    pub id: Option<String>,
    pub status: DeploymentStatus,
    /// The vendor's own default is off; this one is a documented deviation.
    pub conversation_disconnect: ConversationDisconnect,
    pub conversation_clear: bool,
    pub auto_start: bool,
    /// `None`: every origin may connect.
    pub allowed_domains: Option<Vec<String>>,
    /// MIME types of attachments; `image/*` and `*/*` are patterns.
    pub file_types: Vec<String>,
}

impl Default for DeploymentOptions {
    fn default() -> Self {
        Self {
            id: None,
            status: DeploymentStatus::Active,
            conversation_disconnect: ConversationDisconnect::ReadOnly,
            conversation_clear: true,
            auto_start: false,
            allowed_domains: None,
            file_types: vec!["*/*".into()],
        }
    }
}

/// Whether guests may use the deployment (documented values; the others are not modelled).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeploymentStatus {
    Active,
    Inactive,
}

/// Whether, and how, a guest is told that the conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConversationDisconnect {
    #[serde(rename = "off")]
    Off,
    Send,
    ReadOnly,
}

/// What the scripted agent does with a conversation that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgentScript {
    Answers,
    Alerts,
    None,
}

/// Which close resource answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Resource {
    Messages,
    Messaging,
    Both,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct WrapUpOptions {
    pub codes: Vec<String>,
    pub required: bool,
    /// Virtual milliseconds after which the system wraps up; `None`: it never does.
    pub timeout_ms: Option<f64>,
    /// Whether agents have to wait for it, even when they have wrapped up.
    pub forced: bool,
}

impl WrapUpOptions {
    /// The queue's `AcwSettings.wrapupPrompt`.
    pub const fn prompt(&self) -> &'static str {
        match (self.required, self.timeout_ms, self.forced) {
            (false, ..) => "OPTIONAL",
            (true, None, _) => "MANDATORY",
            (true, Some(_), false) => "MANDATORY_TIMEOUT",
            (true, Some(_), true) => "MANDATORY_FORCED_TIMEOUT",
        }
    }

    pub fn timeout(&self) -> Option<i64> {
        self.timeout_ms.map(virtual_ms)
    }
}

impl Default for WrapUpOptions {
    fn default() -> Self {
        let codes = ["Resolved", "E2E Test Closure", "Escalated"].map(String::from).to_vec();
        Self { codes, required: true, timeout_ms: None, forced: false }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Limits {
    Named(NamedLimits),
    #[serde(rename_all = "camelCase")]
    Own {
        requests_per_minute: Option<u32>,
        /// Another window than a minute, so that tests need not wait for one.
        window_ms: Option<u32>,
    },
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NamedLimits {
    Genesys,
    None,
}

/// `client.credentials.token.rate.per.minute` (documented).
const GENESYS_REQUESTS_PER_MINUTE: u32 = 300;

impl Limits {
    /// The budget of one client in a minute; `None` where nothing is limited.
    pub const fn requests_per_minute(&self) -> Option<u32> {
        match self {
            Self::Named(NamedLimits::Genesys) => Some(GENESYS_REQUESTS_PER_MINUTE),
            Self::Named(NamedLimits::None) => None,
            Self::Own { requests_per_minute, .. } => *requests_per_minute,
        }
    }

    /// `None`: a minute, as published.
    pub const fn window_ms(&self) -> Option<u32> {
        match self {
            Self::Named(_) => None,
            Self::Own { window_ms, .. } => *window_ms,
        }
    }

    /// Whether guests have the published limits.
    pub const fn bind_guests(&self) -> bool {
        matches!(self, Self::Named(NamedLimits::Genesys))
    }
}

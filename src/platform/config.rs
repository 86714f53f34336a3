//! What a client was told, as JavaScript hands it over: checked there, typed here.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use url::Url;

use super::retry::RetryPolicy;
use super::trace::millis_of;
use crate::budget::{LONGEST_FLIGHT_MS, Rule};
use crate::error::{Error, Kind, Result};
use crate::model::ids::{MessageId, QueueId};
use crate::net::NetworkOptions;
use crate::net::clock::millis;
use crate::redacted::Redacted;
use crate::region::{Hosts, REGIONS, Service};
use crate::sharing::Identity;

/// The published limit counts requests per minute and token.
const BUDGET_WINDOW: Duration = Duration::from_secs(60);

/// Which close resource the org speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ResourceChoice {
    #[default]
    Auto,
    Messages,
    Messaging,
}

/// What a conversation must show before anything may end it. Clauses are ANDed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Guard {
    pub message_ids: Option<Vec<MessageId>>,
    pub organization_id: Option<String>,
    pub queue_ids: Option<Vec<QueueId>>,
    pub attributes: Option<HashMap<String, String>>,
    pub started_within_ms: Option<f64>,
}

/// Real times of a request; tests shorten them.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Timing {
    /// How long one attempt may take; the vendor's JavaScript SDK has the same default.
    pub attempt_ms: u64,
}

const ATTEMPT_MS: u64 = 16_000;

const _: () = assert!(LONGEST_FLIGHT_MS > ATTEMPT_MS, "a place in the budget outlives its request");

impl Default for Timing {
    fn default() -> Self {
        Self { attempt_ms: ATTEMPT_MS }
    }
}

impl Timing {
    pub const fn attempt(self) -> Duration {
        Duration::from_millis(self.attempt_ms)
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    api_url: Option<Url>,
    #[serde(default)]
    login_url: Option<Url>,
    #[serde(default)]
    guest_url: Option<Url>,
    #[serde(default)]
    config_url: Option<Url>,
    #[serde(default)]
    pub client_id: Option<String>,
    #[serde(default)]
    pub client_secret: Option<Redacted<String>>,
    #[serde(default)]
    pub access_token: Option<Redacted<String>>,
    /// Where the credentials came from, in words: an option or an environment name.
    #[serde(default)]
    pub credential_source: Option<String>,
    #[serde(default)]
    pub deployment_id: Option<String>,
    #[serde(default)]
    pub resource: ResourceChoice,
    #[serde(default = "default_timeout")]
    timeout_ms: f64,
    #[serde(default)]
    pub retry: RetryPolicy,
    /// Requests in any 60 s; absent: unlimited.
    #[serde(default)]
    requests_per_minute: Option<f64>,
    /// Another window than a minute, for tests against a simulator that has the same.
    #[serde(default)]
    budget_window_ms: Option<f64>,
    /// A folder where processes of this machine share budget and token; absolute.
    #[serde(default)]
    pub shared_state: Option<PathBuf>,
    #[serde(default)]
    pub network: NetworkOptions,
    #[serde(default)]
    pub guard: Option<Guard>,
    /// Whether the org's notifications may wake the verifying read.
    #[serde(default)]
    pub notifications: bool,
    #[serde(default)]
    pub timing: Timing,
}

const fn default_timeout() -> f64 {
    30_000.0
}

impl Config {
    pub fn timeout(&self) -> Duration {
        millis(self.timeout_ms)
    }

    /// The base address of a service; asked for only when a request needs it.
    pub fn base(&self, service: Service) -> Result<String> {
        self.hosts().base(service).ok_or_else(|| no_host(service))
    }

    /// Whether there is a token, or a whole pair to get one with.
    pub const fn has_credentials(&self) -> bool {
        self.access_token.is_some() || (self.client_id.is_some() && self.client_secret.is_some())
    }

    /// Whether any address of this client needs TLS.
    pub fn needs_tls(&self) -> bool {
        let given = [&self.api_url, &self.login_url, &self.config_url];
        self.region.is_some() || given.into_iter().flatten().any(|url| url.scheme() == "https")
    }

    /// The request budget; `None`: unlimited.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked in JavaScript: 1 to 1 000 000"
    )]
    pub fn budget_rule(&self) -> Option<Rule> {
        let limit = self.requests_per_minute? as u32;
        let window = self.budget_window_ms.map_or(BUDGET_WINDOW, millis);
        Some(Rule { limit, window_ms: millis_of(window).max(1) })
    }

    /// Whose state is shared; `None` where there are no credentials or no host.
    pub fn identity(&self) -> Option<Identity> {
        let (client, secret) = match (&self.access_token, &self.client_id, &self.client_secret) {
            (Some(token), ..) => ("", token),
            (None, Some(id), Some(secret)) => (id.as_str(), secret),
            _ => return None,
        };
        let base = self.base(Service::Login).or_else(|_| self.base(Service::Api)).ok()?;
        let origin = Url::parse(&base).ok()?;
        let port = origin.port_or_known_default()?;
        let origin = format!("{}://{}:{port}", origin.scheme(), origin.host_str()?);
        Some(Identity { origin, client: client.into(), secret: secret.clone() })
    }

    fn hosts(&self) -> Hosts {
        Hosts {
            region: self.region.clone(),
            api: self.api_url.clone(),
            login: self.login_url.clone(),
            guest: self.guest_url.clone(),
            config: self.config_url.clone(),
        }
    }
}

fn no_host(service: Service) -> Error {
    let names = REGIONS.iter().map(|(name, _)| (*name).to_string()).collect();
    Error::new(Kind::InvalidInput, format!("No region was given, and no {}.", service.option()))
        .hint("Set the option region (or GENESYSCLOUD_REGION), or spread a simulator's connection.")
        .choices(names)
}

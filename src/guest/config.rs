//! What a guest's session was told, as JavaScript hands it over: checked there, typed here.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use crate::error::{Error, Kind, Result};
use crate::model::ids::DeploymentId;
use crate::net::NetworkOptions;
use crate::redacted::Redacted;
use crate::region::{Hosts, Service};

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GuestConfig {
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    api_url: Option<Url>,
    #[serde(default)]
    guest_url: Option<Url>,
    #[serde(default)]
    config_url: Option<Url>,
    #[serde(default)]
    deployment_id: Option<DeploymentId>,
    /// The only secret of a guest; a fresh one where none was given.
    #[serde(default = "fresh_token")]
    pub guest_token: Redacted<String>,
    #[serde(default)]
    pub start_new: bool,
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    #[serde(default)]
    pub origin: Option<String>,
    #[serde(default = "yes")]
    pub reconnect: bool,
    #[serde(default)]
    pub network: NetworkOptions,
    #[serde(default)]
    pub timing: Timing,
}

/// Real times of the session's own rhythm; tests shorten them.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Timing {
    /// Between attempts to reconnect; the first is made at once. The vendor's Android SDK
    /// waits 5 s before each, its iOS SDK not at all; neither grows the pause.
    pub reconnect_every_ms: u64,
    /// The vendor's Android SDK gives up after 300 s.
    pub reconnect_tries: u32,
    /// The vendor's SDK pings every 15 s and takes a missing pong for a lost connection.
    pub ping_every_ms: u64,
    /// A silence after which an `echo` keeps the connection in use; never under 30 s apart.
    pub echo_after_ms: u64,
    /// Before the read of the history is tried again; three times as long each time.
    pub history_again_ms: u64,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            reconnect_every_ms: 5_000,
            reconnect_tries: 60,
            ping_every_ms: 15_000,
            echo_after_ms: 240_000,
            history_again_ms: 500,
        }
    }
}

fn fresh_token() -> Redacted<String> {
    Redacted::new(Uuid::new_v4().to_string())
}

const fn yes() -> bool {
    true
}

impl GuestConfig {
    pub fn deployment(&self) -> Result<&DeploymentId> {
        self.deployment_id.as_ref().ok_or_else(|| {
            Error::new(Kind::InvalidInput, "A guest needs deploymentId: the Messenger deployment to join.")
                .hint("Set the option deploymentId (or GENESYS_DEPLOYMENT_ID), or spread a simulator's connection.")
        })
    }

    /// Where the socket is opened.
    pub fn socket_address(&self) -> Result<Url> {
        let base = self.base(Service::Guest)?;
        let deployment = self.deployment()?;
        let application = concat!("playwright-genesys-", env!("CARGO_PKG_VERSION"));
        Url::parse(&format!("{base}/v1?deploymentId={deployment}&application={application}"))
            .map_err(|_| Error::new(Kind::InvalidInput, "guestUrl is no address of a socket."))
    }

    pub fn base(&self, service: Service) -> Result<String> {
        self.hosts().base(service).ok_or_else(|| {
            Error::new(Kind::InvalidInput, format!("No region was given, and no {}.", service.option()))
                .hint("Set the option region (or GENESYSCLOUD_REGION), or spread a simulator's connection.")
        })
    }

    /// The Origin header: as given, or the bare host, as the vendor's mobile SDK sends it.
    pub fn origin(&self, address: &Url) -> String {
        self.origin.clone().unwrap_or_else(|| address.host_str().unwrap_or_default().to_string())
    }

    pub fn reconnect_pause(&self) -> Duration {
        Duration::from_millis(self.timing.reconnect_every_ms)
    }

    pub fn history_pause(&self) -> Duration {
        Duration::from_millis(self.timing.history_again_ms)
    }

    fn hosts(&self) -> Hosts {
        Hosts {
            region: self.region.clone(),
            api: self.api_url.clone(),
            guest: self.guest_url.clone(),
            config: self.config_url.clone(),
            ..Hosts::default()
        }
    }
}

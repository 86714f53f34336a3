//! What the public configuration says that matters to a guest; read as well as it can be.

use std::time::Duration;

use super::config::GuestConfig;
use crate::model::deployment::{PublicConfig, Switch};
use crate::model::json;
use crate::net::http;
use crate::recording::By;
use crate::recording::http::send;
use crate::region::Service;

/// A guest does not wait longer than this for a courtesy.
const LIMIT: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deployment {
    /// The messenger joins by itself when a session begins.
    pub auto_start: bool,
    /// Whether guests are told of an end at all; `None` where it does not say.
    pub tells: Option<bool>,
}

/// `None` where it cannot be read: nothing depends on it but a better explanation.
pub async fn read(config: &GuestConfig) -> Option<Deployment> {
    let read = tokio::time::timeout(LIMIT, fetch(config)).await.ok()??;
    Some(Deployment::of(&read))
}

impl Deployment {
    /// What a public configuration says.
    pub fn of(config: &PublicConfig) -> Self {
        Self { auto_start: config.auto_start() == Switch::On, tells: config.disconnect().tells() }
    }
}

async fn fetch(config: &GuestConfig) -> Option<PublicConfig> {
    let base = config.base(Service::Config).ok()?;
    let deployment = config.deployment().ok()?;
    let url = format!("{base}/webdeployments/v1/deployments/{deployment}/config.json");
    let client = http::client(&config.network, http::Transport::of(&base)).ok()?;
    let answer = send(client.get(url), By::Guest, Service::Config).await.ok()?;
    let is_refused = answer.response.status().is_client_error() || answer.response.status().is_server_error();
    if is_refused {
        answer.leave();
        return None;
    }
    json::read_bytes(&answer.read().await.ok()?).ok()
}

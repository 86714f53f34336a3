//! The public files of a Messenger deployment: no token, no permission.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::client::Client;
use super::request::Intent;
use super::transport::{Failure, attempt};
use crate::error::{Error, Kind, Result};
use crate::model::OnlyObject;
use crate::model::deployment::{ConversationDisconnect, PublicConfig};
use crate::model::ids::DeploymentId;
use crate::net::Deadline;
use crate::region::Service;

/// An explanation is not worth more waiting than this.
const LIMIT: Duration = Duration::from_secs(5);

/// `domains.json`, which browsers read before the configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicDomains {
    pub allow_all_domains: bool,
    #[serde(default, deserialize_with = "none_for_null")]
    pub allowed_domains: Vec<String>,
    #[serde(flatten)]
    _only_object: OnlyObject,
}

fn none_for_null<'de, D: Deserializer<'de>>(list: D) -> std::result::Result<Vec<String>, D::Error> {
    Ok(Option::deserialize(list)?.unwrap_or_default())
}

/// Whether guests of the client's deployment are told of an end; `None` where none was named.
pub async fn conversation_disconnect(
    client: &Client,
    deadline: &Deadline,
) -> Result<Option<ConversationDisconnect>> {
    let Some(deployment) = &client.config().deployment_id else { return Ok(None) };
    let config: PublicConfig = read(client, deadline, deployment, "config.json").await.map_err(|cause| {
        // Whatever the cause, another try may do.
        Error { kind: Kind::Transport, ..cause }
    })?;
    Ok(Some(config.disconnect()))
}

pub async fn public_config(
    client: &Client,
    deadline: &Deadline,
    deployment: &DeploymentId,
) -> Result<PublicConfig> {
    read(client, deadline, deployment.as_str(), "config.json").await
}

pub async fn public_domains(
    client: &Client,
    deadline: &Deadline,
    deployment: &DeploymentId,
) -> Result<PublicDomains> {
    read(client, deadline, deployment.as_str(), "domains.json").await
}

/// `NotFound` where the host knows no such deployment: its file store answers 403 (measured).
async fn read<T: DeserializeOwned>(
    client: &Client,
    deadline: &Deadline,
    deployment: &str,
    file: &str,
) -> Result<T> {
    let base = client.config().base(Service::Config)?;
    let url = format!("{base}/webdeployments/v1/deployments/{deployment}/{file}");
    let sent =
        deadline.bound_attempt(LIMIT, attempt(client.http()?.get(url), Service::Config, Intent::Read)).await;
    let answer = match sent {
        Some(Ok(answer)) if answer.is_success() => answer,
        Some(Ok(answer)) => {
            let kind = if matches!(answer.status, 403 | 404) { Kind::NotFound } else { Kind::Unavailable };
            return Err(unreadable(kind, &format!("the server answered {}", answer.status)));
        }
        Some(Err(Failure::NotSent(trouble) | Failure::Lost(trouble))) => {
            return Err(unreadable(Kind::Transport, &trouble.why));
        }
        Some(Err(_)) => return Err(unreadable(Kind::Decode, "no usable answer came")),
        None => return Err(unreadable(Kind::Timeout, "no answer came in time")),
    };
    serde_json::from_slice(&answer.body).map_err(|_| unreadable(Kind::Decode, "it is not as expected"))
}

fn unreadable(kind: Kind, why: &str) -> Error {
    Error::new(kind, format!("The deployment's public configuration could not be read: {why}."))
}

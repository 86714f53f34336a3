//! The public configuration of a Messenger deployment: no token, no permission.

use std::time::Duration;

use serde::Deserialize;

use super::client::Client;
use super::request::Intent;
use super::transport::{Failure, attempt};
use crate::error::{Error, Kind, Result};
use crate::net::Deadline;
use crate::region::Service;

/// An explanation is not worth more waiting than this.
const LIMIT: Duration = Duration::from_secs(5);

#[derive(Default, Deserialize)]
#[serde(default)]
struct PublicConfig {
    messenger: Messenger,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Messenger {
    apps: Apps,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Apps {
    conversations: Conversations,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Conversations {
    conversation_disconnect: ConversationDisconnect,
}

/// Absent means off: the vendor's own default.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ConversationDisconnect {
    enabled: bool,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Whether guests of the client's deployment are told of an end: `off`, `Send` or `ReadOnly`.
/// `None` where no deployment was named.
pub async fn conversation_disconnect(client: &Client, deadline: &Deadline) -> Result<Option<&'static str>> {
    let Some(deployment) = &client.config().deployment_id else { return Ok(None) };
    let base = client.config().base(Service::Config)?;
    let url = format!("{base}/webdeployments/v1/deployments/{deployment}/config.json");
    let sent = deadline.bound_attempt(LIMIT, attempt(client.http()?.get(url), Intent::Read)).await;
    let answer = match sent {
        Some(Ok(answer)) if answer.is_success() => answer,
        Some(Ok(answer)) => return Err(unreadable(&format!("the server answered {}", answer.status))),
        Some(Err(Failure::NotSent(trouble) | Failure::Lost(trouble))) => {
            return Err(unreadable(&trouble.why));
        }
        Some(Err(_)) | None => return Err(unreadable("no usable answer came")),
    };
    let config: PublicConfig =
        serde_json::from_slice(&answer.body).map_err(|_| unreadable("it is not as expected"))?;
    Ok(Some(setting_of(&config.messenger.apps.conversations.conversation_disconnect)))
}

/// The vendor's SDK takes a missing type for `Send`.
fn setting_of(setting: &ConversationDisconnect) -> &'static str {
    match (setting.enabled, setting.kind.as_deref()) {
        (false, _) => "off",
        (true, Some("ReadOnly")) => "ReadOnly",
        (true, _) => "Send",
    }
}

fn unreadable(why: &str) -> Error {
    Error::new(Kind::Transport, format!("The deployment's public configuration could not be read: {why}."))
}

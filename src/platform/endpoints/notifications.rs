//! `/api/v2/notifications`: channels, and the topics that a channel listens to.

use reqwest::Method;
use serde::{Deserialize, Serialize};

use crate::model::ids::QueueId;
use crate::platform::request::Request;

const CHANNELS: &str = "/api/v2/notifications/channels";

/// A new channel. Its address is the server's word, and is checked before it is used.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    pub id: String,
    pub connect_uri: String,
}

#[derive(Serialize)]
struct Topic {
    id: String,
}

pub fn create_channel() -> Request {
    Request { body: None, ..Request::write("open a notification channel", Method::POST, CHANNELS, &()) }
}

/// Adds the message conversations of a queue to what the channel tells. `None` where the
/// channel's id is not safe to put into a path.
pub fn subscribe_queue(channel: &str, queue: &QueueId) -> Option<Request> {
    let is_plain =
        !channel.is_empty() && channel.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let topics = [Topic { id: format!("v2.routing.queues.{queue}.conversations.messages") }];
    let path = format!("{CHANNELS}/{channel}/subscriptions");
    is_plain.then(|| Request::write("subscribe to the queue", Method::POST, path, &topics))
}

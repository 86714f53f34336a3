//! The notification service: channels with topics, a socket for each, events as they happen.
//!
//! [`channels`] remembers them, [`topics`] says which exist, [`events`] compares a conversation
//! before and after a step, [`socket`] is `/channels/{id}`. Requests are answered by
//! [`handlers::notifications`](super::handlers::notifications).

pub mod channels;
mod events;
mod socket;
pub mod topics;

pub use socket::routes;

use serde_json::{Value, json};

use super::records::Conversation;
use super::world::World;
use crate::model::ids::ConversationId;

impl World {
    /// What a step changed is told to whoever asked to be told.
    pub fn announce(&mut self, before: &Conversation, id: &ConversationId) {
        let Some(after) = self.conversations.get(id) else { return };
        self.publish(events::between(before, after));
    }

    pub fn announce_between(&mut self, before: &Conversation, after: &Conversation) {
        self.publish(events::between(before, after));
    }

    fn publish(&mut self, happened: Vec<(String, Value)>) {
        for (topic, body) in happened {
            let frame = frame(&topic, body, &self.ids.correlation());
            self.channels.publish(&topic, &frame);
        }
    }
}

/// Documented. The version is assumed.
fn frame(topic: &str, body: Value, correlation: &str) -> Value {
    json!({ "topicName": topic, "version": "2", "eventBody": body, "metadata": { "CorrelationId": correlation } })
}

/// Documented: heartbeats and pongs come without a subscription. Assumed: without metadata.
fn metadata(message: &str) -> Value {
    json!({ "topicName": "channel.metadata", "eventBody": { "message": message } })
}

//! Channels, their topics and the one socket of each.

use std::collections::BTreeSet;
use std::sync::mpsc::Sender as Barrier;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use super::{metadata, topics};
use crate::simulator::clock::Timestamp;
use crate::simulator::cuttable::Cut;
use crate::simulator::guest_socket::connection::Outgoing;

#[derive(Debug)]
pub struct Channel {
    pub id: String,
    pub expires: Timestamp,
    /// As they were asked for.
    pub topics: BTreeSet<String>,
    /// The same with combined ones taken apart.
    heard: BTreeSet<String>,
    listener: Option<Listener>,
}

#[derive(Debug)]
struct Listener {
    id: ListenerId,
    outbox: UnboundedSender<Outgoing>,
    cut: Cut,
    next_heartbeat: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListenerId(u64);

/// Oldest first. All are of the one built-in client.
#[derive(Debug, Default)]
pub struct Channels {
    channels: Vec<Channel>,
    last: u64,
}

/// Documented: for each user and app.
const MAX_CHANNELS: usize = 20;
/// Documented: for each channel.
pub const MAX_TOPICS: usize = 1000;
/// Documented: a day, begun anew by each subscription.
const LIFE_MS: i64 = 86_400_000;
/// Documented: about every 30 seconds. Here by the virtual clock.
const HEARTBEAT_MS: i64 = 30_000;

impl Channels {
    /// Documented: the 21st evicts the oldest one without a socket. Assumed: or else the oldest.
    pub fn create(&mut self, id: String, now: Timestamp) -> &Channel {
        self.drop_expired(now);
        if self.channels.len() >= MAX_CHANNELS {
            let idle = self.channels.iter().position(|channel| channel.listener.is_none());
            self.channels.remove(idle.unwrap_or(0)).close();
        }
        let channel = Channel {
            id,
            expires: now.plus_ms(LIFE_MS),
            topics: BTreeSet::new(),
            heard: BTreeSet::new(),
            listener: None,
        };
        self.channels.push(channel);
        &self.channels[self.channels.len() - 1]
    }

    pub fn all(&self, now: Timestamp) -> impl Iterator<Item = &Channel> {
        self.channels.iter().filter(move |channel| channel.expires > now)
    }

    pub fn get(&self, id: &str, now: Timestamp) -> Option<&Channel> {
        self.all(now).find(|channel| channel.id == id)
    }

    /// `false` where that would be too many; nothing is changed then.
    pub fn subscribe(&mut self, id: &str, topics: BTreeSet<String>, now: Timestamp) -> bool {
        let Some(channel) = self.channels.iter_mut().find(|channel| channel.id == id) else { return true };
        if topics.len() > MAX_TOPICS {
            return false;
        }
        channel.heard = topics.iter().flat_map(|topic| topics::expanded(topic)).collect();
        channel.topics = topics;
        channel.expires = now.plus_ms(LIFE_MS);
        true
    }

    /// The same for the channel of a socket, beside what it hears already.
    pub fn subscribe_too(&mut self, listener: ListenerId, topics: Vec<String>, now: Timestamp) -> bool {
        let of = |channel: &&Channel| channel.listener.as_ref().is_some_and(|current| current.id == listener);
        let Some(channel) = self.channels.iter().find(of) else { return true };
        let (id, mut all) = (channel.id.clone(), channel.topics.clone());
        all.extend(topics);
        self.subscribe(&id, all, now)
    }

    /// Documented: the second socket of a channel pushes out the first.
    pub fn attach(
        &mut self,
        id: &str,
        outbox: UnboundedSender<Outgoing>,
        cut: Cut,
        now: Timestamp,
    ) -> Option<ListenerId> {
        self.last += 1;
        let listener =
            Listener { id: ListenerId(self.last), outbox, cut, next_heartbeat: now.plus_ms(HEARTBEAT_MS) };
        let channel = self.channels.iter_mut().find(|channel| channel.id == id && channel.expires > now)?;
        channel.close();
        channel.listener = Some(listener);
        Some(ListenerId(self.last))
    }

    pub fn detach(&mut self, listener: ListenerId) {
        for channel in &mut self.channels {
            channel.listener.take_if(|current| current.id == listener);
        }
    }

    pub fn pong(&self, listener: ListenerId) {
        self.answer(listener, &metadata("pong"));
    }

    /// To one socket alone.
    pub fn answer(&self, listener: ListenerId, frame: &Value) {
        let of = |channel: &&Channel| channel.listener.as_ref().is_some_and(|current| current.id == listener);
        if let Some(channel) = self.channels.iter().find(of) {
            channel.send(frame);
        }
    }

    /// Whether comparing conversations is worth the while.
    pub fn are_heard(&self) -> bool {
        self.channels.iter().any(|channel| channel.listener.is_some() && !channel.topics.is_empty())
    }

    pub fn publish(&self, topic: &str, frame: &Value) {
        for channel in self.channels.iter().filter(|channel| channel.heard.contains(topic)) {
            channel.send(frame);
        }
    }

    /// When the next socket gets its heartbeat, or loses its channel.
    pub fn next_due(&self) -> Option<(Timestamp, String)> {
        let due = |channel: &Channel| {
            let heartbeat = channel.listener.as_ref()?.next_heartbeat;
            Some((heartbeat.min(channel.expires), channel.id.clone()))
        };
        self.channels.iter().filter_map(due).min_by_key(|(at, _)| *at)
    }

    pub fn fall_due(&mut self, id: &str, now: Timestamp) {
        self.drop_expired(now);
        let Some(channel) = self.channels.iter_mut().find(|channel| channel.id == id) else { return };
        if let Some(listener) = &mut channel.listener {
            listener.next_heartbeat = listener.next_heartbeat.plus_ms(HEARTBEAT_MS);
        }
        channel.send(&metadata("WebSocket Heartbeat"));
    }

    fn drop_expired(&mut self, now: Timestamp) {
        for mut channel in self.channels.extract_if(.., |channel| channel.expires <= now) {
            channel.close();
        }
    }

    pub fn barrier(&self, barrier: &Barrier<()>) {
        for listener in self.channels.iter().filter_map(|channel| channel.listener.as_ref()) {
            let _ = listener.outbox.send(Outgoing::Barrier(barrier.clone()));
        }
    }

    pub fn clear(&mut self) {
        for listener in self.channels.drain(..).filter_map(|channel| channel.listener) {
            listener.cut.now();
        }
    }
}

impl Channel {
    fn send(&self, frame: &Value) {
        if let Some(listener) = &self.listener {
            // A socket that has just ended misses nothing.
            let _ = listener.outbox.send(Outgoing::Frame { frame: frame.clone(), is_closing: false });
        }
    }

    fn close(&mut self) {
        if let Some(listener) = self.listener.take() {
            let _ = listener.outbox.send(Outgoing::Close);
        }
    }
}

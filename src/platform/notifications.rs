//! A faster wake-up for the verifying read: the org's own notifications.
//!
//! Optional, and never a proof: an event only says that it is time to look. One channel and one
//! socket serve all closes of a client, and each queue is subscribed to once, so that a close
//! costs no request more. Whatever fails here fails silently: the reads go on by themselves.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use serde_json::Value;
use tokio::sync::{Notify, Semaphore};
use tokio::task::AbortHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::endpoints::notifications::Channel;
use crate::model::ids::{ConversationId, QueueId};
use crate::model::json;

/// Whom to wake, by conversation, and which queues are subscribed to.
pub struct Notifications {
    state: Mutex<State>,
    /// Ends the socket with the client.
    pub(super) life: CancellationToken,
    _end: DropGuard,
    /// One set-up at a time; whoever waits finds what the first one made.
    pub(super) turn: Semaphore,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) channel: Option<Channel>,
    pub(super) subscribed: HashSet<QueueId>,
    waiting: HashMap<ConversationId, Arc<Notify>>,
}

/// Wakes until it is dropped. A drop ends the set-up too, as a close that is aborted must not
/// write any more; [`Watch::finish`] lets it go on, for the closes to come.
pub struct Watch {
    notifications: Weak<Notifications>,
    conversation: ConversationId,
    set_up: Option<AbortHandle>,
}

impl Watch {
    pub(super) fn new(
        of: &Arc<Notifications>,
        conversation: &ConversationId,
        notify: &Arc<Notify>,
        set_up: Option<AbortHandle>,
    ) -> Self {
        of.state().waiting.insert(conversation.clone(), Arc::clone(notify));
        Self { notifications: Arc::downgrade(of), conversation: conversation.clone(), set_up }
    }

    pub fn finish(mut self) {
        self.set_up = None;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(set_up) = &self.set_up {
            set_up.abort();
        }
        if let Some(notifications) = self.notifications.upgrade() {
            notifications.state().waiting.remove(&self.conversation);
        }
    }
}

impl Notifications {
    pub fn new() -> Self {
        let life = CancellationToken::new();
        let end = life.clone().drop_guard();
        Self { state: Mutex::default(), life, _end: end, turn: Semaphore::new(1) }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes whoever waits for the conversation that the event is about.
    pub(super) fn tell(&self, text: &str) {
        if let Some(notify) =
            conversation_of_event(text).and_then(|id| self.state().waiting.get(&id).cloned())
        {
            notify.notify_one();
        }
    }
}

/// The conversation that an event of a queue's topic is about.
pub fn conversation_of_event(text: &str) -> Option<ConversationId> {
    let event: Value = json::read(text).ok()?;
    let is_of_queue = event["topicName"].as_str()?.starts_with("v2.routing.queues.");
    if is_of_queue { event["eventBody"]["id"].as_str()?.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "11111111-1111-4111-8111-111111111111";

    fn is_woken_by(text: &str) -> bool {
        let notifications = Notifications::new();
        let notify = Arc::new(Notify::new());
        let id = ID.parse().expect("a uuid");
        notifications.state().waiting.insert(id, Arc::clone(&notify));
        notifications.tell(text);
        let woken = std::pin::pin!(notify.notified());
        futures_util::FutureExt::now_or_never(woken).is_some()
    }

    #[test]
    fn only_an_event_of_the_conversation_wakes() {
        let event =
            |topic: &str, id: &str| format!(r#"{{"topicName":"{topic}","eventBody":{{"id":"{id}"}}}}"#);
        let queue = "v2.routing.queues.22222222-2222-4222-8222-222222222222.conversations.messages";
        assert!(is_woken_by(&event(queue, ID)));
        assert!(!is_woken_by(&event(queue, "33333333-3333-4333-8333-333333333333")));
        assert!(!is_woken_by(&event("channel.metadata", ID)));
        for hostile in
            ["", "null", "[]", r#"{"topicName":7}"#, r#"{"topicName":"v2.routing.queues.x","eventBody":[]}"#]
        {
            assert!(!is_woken_by(hostile), "{hostile}");
        }
    }
}

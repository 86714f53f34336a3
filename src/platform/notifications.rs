//! A faster wake-up for the verifying read: the org's own notifications.
//!
//! Optional, and never a proof: an event only says that it is time to look. One channel and one
//! socket serve all closes of a client, and each queue is subscribed to once, so that a close
//! costs no request more. Whatever fails here fails silently: the reads go on by themselves.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use futures_util::StreamExt;
use serde_json::Value;
use tokio::sync::{Notify, Semaphore};
use tokio::task::AbortHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

use super::call::Call;
use super::client::Client;
use super::endpoints::notifications::{Channel, create_channel, subscribe_queue};
use super::trace::Trace;
use crate::error::{Error, Kind, Result};
use crate::model::ids::{ConversationId, QueueId};
use crate::net::proxy::is_loopback;
use crate::net::socket::{Dialer, Socket};
use crate::region::Service;

/// Whom to wake, by conversation, and which queues are subscribed to.
pub struct Notifications {
    state: Mutex<State>,
    /// Ends the socket with the client.
    life: CancellationToken,
    _end: DropGuard,
    /// One set-up at a time; whoever waits finds what the first one made.
    turn: Semaphore,
}

#[derive(Default)]
struct State {
    channel: Option<Channel>,
    subscribed: HashSet<QueueId>,
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

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes whoever waits for the conversation that the event is about.
    fn tell(&self, text: &str) {
        if let Some(notify) =
            conversation_of_event(text).and_then(|id| self.state().waiting.get(&id).cloned())
        {
            notify.notify_one();
        }
    }
}

/// The conversation that an event of a queue's topic is about.
pub fn conversation_of_event(text: &str) -> Option<ConversationId> {
    let event: Value = serde_json::from_str(text).ok()?;
    let is_of_queue = event["topicName"].as_str()?.starts_with("v2.routing.queues.");
    if is_of_queue { event["eventBody"]["id"].as_str()?.parse().ok() } else { None }
}

/// Wakes `notify` whenever the org tells of a change of the conversation. Returns at once: the
/// channel is set up beside the work, and never holds it back.
pub fn watch(client: &Client, conversation: &ConversationId, queue: &QueueId, notify: &Arc<Notify>) -> Watch {
    let notifications = client.notifications();
    notifications.state().waiting.insert(conversation.clone(), Arc::clone(notify));
    let is_subscribed = notifications.state().subscribed.contains(queue);
    let set_up =
        (!is_subscribed).then(|| tokio::spawn(subscribe(client.clone(), queue.clone())).abort_handle());
    Watch { notifications: Arc::downgrade(notifications), conversation: conversation.clone(), set_up }
}

async fn subscribe(client: Client, queue: QueueId) -> Result<()> {
    let call = Call::new(&client, None, Trace::default());
    let _turn = client.notifications().turn.acquire().await.expect("the semaphore is never closed");
    if client.notifications().state().subscribed.contains(&queue) {
        return Ok(());
    }
    let channel = channel(&call).await?;
    let request =
        subscribe_queue(&channel.id, &queue).ok_or_else(|| unusable("the channel's id is not plain"))?;
    call.send(&request).await?;
    client.notifications().state().subscribed.insert(queue);
    Ok(())
}

/// The channel of this client, with a socket that listens to it.
async fn channel(call: &Call) -> Result<Channel> {
    let kept = call.client.notifications().state().channel.clone();
    if let Some(channel) = kept {
        return Ok(channel);
    }
    let channel: Channel = call.get(&create_channel()).await?;
    let address = checked_address(call, &channel.connect_uri)?;
    let dialer = Dialer::new(call.client.config().network.clone());
    let opened = call.deadline.bound(dialer.open(&address, &[])).await;
    let Some(Ok(socket)) = opened else { return Err(unusable("its socket could not be opened")) };
    call.client.notifications().state().channel = Some(channel.clone());
    let notifications = call.client.notifications();
    let life = notifications.life.clone();
    tokio::spawn(life.run_until_cancelled_owned(listen(socket, Arc::downgrade(notifications))));
    Ok(channel)
}

/// The server's word decides where we connect to, but only within its own domain.
fn checked_address(call: &Call, uri: &str) -> Result<Url> {
    let address = Url::parse(uri).map_err(|_| unusable("its address is no URL"))?;
    let api = Url::parse(&call.client.config().base(Service::Api)?)
        .map_err(|_| unusable("there is no API host"))?;
    if is_of_the_org(&address, &api) {
        return Ok(address);
    }
    Err(unusable("its address is outside of the org's domain"))
}

pub fn is_of_the_org(address: &Url, api: &Url) -> bool {
    let (host, own) = (address.host_str().unwrap_or_default(), api.host_str().unwrap_or_default());
    // The domain of `gateway.example` is itself: `.example` is everybody's.
    let domain = own.split_once('.').map(|(_, domain)| domain).filter(|domain| domain.contains('.'));
    let in_domain = host == own || domain.is_some_and(|domain| host.ends_with(&format!(".{domain}")));
    (in_domain && address.scheme() == "wss") || (is_loopback(address) && is_loopback(api))
}

/// Reads until the socket ends or the client is gone; afterwards the next close sets up anew.
async fn listen(mut socket: Socket, notifications: Weak<Notifications>) {
    while let Some(Ok(message)) = socket.next().await {
        let Some(notifications) = notifications.upgrade() else { return };
        if let Message::Text(text) = message {
            notifications.tell(&text);
        }
    }
    if let Some(notifications) = notifications.upgrade() {
        let mut state = notifications.state();
        state.channel = None;
        state.subscribed.clear();
    }
}

fn unusable(why: &str) -> Error {
    Error::new(Kind::Transport, format!("The notification channel cannot be used: {why}."))
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
    fn a_socket_is_opened_within_the_orgs_own_domain_only() {
        let is_own = |address: &str, api: &str| {
            let url = |text: &str| Url::parse(text).expect("a url");
            is_of_the_org(&url(address), &url(api))
        };
        assert!(is_own("wss://streaming.mypurecloud.ie/x", "https://api.mypurecloud.ie"));
        assert!(is_own("wss://gateway.example/x", "https://gateway.example"));
        assert!(is_own("ws://127.0.0.1:1/x", "http://127.0.0.1:2"));
        assert!(!is_own("wss://elsewhere.example/x", "https://gateway.example"));
        assert!(!is_own("ws://streaming.mypurecloud.ie/x", "https://api.mypurecloud.ie"));
        assert!(!is_own("ws://127.0.0.1:1/x", "https://api.mypurecloud.ie"));
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

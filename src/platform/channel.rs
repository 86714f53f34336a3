//! The notification channel of a client: made when the first close wants it, and listened to.

use std::sync::{Arc, Weak};

use futures_util::StreamExt;
use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::Message;
use url::Url;

use super::call::Call;
use super::client::Client;
use super::endpoints::notifications::{Channel, create_channel, subscribe_queue};
use super::notifications::{Notifications, Watch};
use super::trace::Trace;
use crate::error::{Error, Kind, Result};
use crate::model::ids::{ConversationId, QueueId};
use crate::net::proxy::is_loopback;
use crate::net::socket::{Dialer, Socket};
use crate::region::Service;

/// Wakes `notify` whenever the org tells of a change of the conversation. Returns at once: the
/// channel is set up beside the work, and never holds it back.
pub fn watch(client: &Client, conversation: &ConversationId, queue: &QueueId, notify: &Arc<Notify>) -> Watch {
    let notifications = client.notifications();
    let is_subscribed = notifications.state().subscribed.contains(queue);
    let set_up =
        (!is_subscribed).then(|| tokio::spawn(subscribe(client.clone(), queue.clone())).abort_handle());
    Watch::new(notifications, conversation, notify, set_up)
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
}

//! From the page to the guest host.

use std::future::pending;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};

use super::ending::Ending;
use super::handle::Handle;
use super::injected::{Asked, asked};
use super::leg::Leg;
use crate::recording::Line;

/// Carries until the page ends its side; `sent` is told of each text before it goes on.
pub async fn run(
    from_page: &mut SplitStream<Leg>,
    to_server: &mut SplitSink<Leg, Message>,
    handle: &Handle,
    line: &Line,
    sent: impl Fn(&str),
) -> Ending {
    loop {
        handle.speaks().await;
        let message = tokio::select! {
            biased;
            () = handle.falls_silent() => continue,
            message = from_page.next() => message,
        };
        let message = match message {
            Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => message,
            // Each leg answers its own pings.
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
            Some(Ok(Message::Close(frame))) => return Ending::PageCloses(frame),
            Some(Err(SocketError::Capacity(_))) => return Ending::TooLarge,
            Some(Err(_)) | None => return Ending::PageIsGone,
        };
        if let Message::Text(text) = &message {
            sent(text);
            if is_answered_here(text, handle) {
                continue;
            }
        }
        line.sent(message.to_text().unwrap_or_default());
        if to_server.send(message).await.is_err() {
            // The reading side of the same connection says how it ended.
            pending::<()>().await;
        }
    }
}

/// To the page its session is over until it asks for one again.
fn is_answered_here(text: &str, handle: &Handle) -> bool {
    if !handle.is_expired() {
        return false;
    }
    match asked(text) {
        Asked::Session => {
            handle.set_expired(false);
            false
        }
        Asked::Refused(answer) => {
            drop(handle.put(answer));
            true
        }
        Asked::Nothing => false,
    }
}

//! `GET /channels/{id}` as a WebSocket: events out, pings in.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::channels::ListenerId;
use crate::simulator::cuttable::Cut;
use crate::simulator::guest_socket::sessions::Outgoing;
use crate::simulator::shared::Shared;

pub fn routes(shared: &Arc<Shared>) -> Router {
    Router::new().route("/channels/{channelId}", get(upgrade)).with_state(Arc::clone(shared))
}

/// The channel's id lets in; no token is asked for (documented). Assumed: 404 for an unknown one.
async fn upgrade(
    State(shared): State<Arc<Shared>>,
    Extension(cut): Extension<Cut>,
    Path(id): Path<String>,
    socket: WebSocketUpgrade,
) -> Response {
    let is_known = {
        let world = shared.world();
        world.channels.get(&id, world.clock.now()).is_some()
    };
    if !is_known {
        return StatusCode::NOT_FOUND.into_response();
    }
    socket.on_upgrade(move |socket| converse(shared, id, socket, cut))
}

async fn converse(shared: Arc<Shared>, id: String, socket: WebSocket, cut: Cut) {
    let (sink, mut stream) = socket.split();
    let (sender, receiver) = unbounded_channel();
    let listener = {
        let mut world = shared.world();
        let now = world.clock.now();
        world.channels.attach(&id, sender, cut, now)
    };
    // Between the upgrade and now the channel may have been evicted.
    let Some(listener) = listener else { return };
    let writer = tokio::spawn(send(receiver, sink));
    while let Some(Ok(message)) = stream.next().await {
        match message {
            Message::Text(text) => hear(&shared, listener, &text),
            // A close is answered as the socket is read on to its end.
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Close(_) => {}
        }
    }
    shared.world().channels.detach(listener);
    let _ = writer.await;
}

/// Documented: `{"message":"ping"}`. Assumed: anything else is passed over.
fn hear(shared: &Shared, listener: ListenerId, text: &str) {
    let heard = serde_json::from_str::<Value>(text).unwrap_or_default();
    if heard["message"] == "ping" {
        shared.world().channels.pong(listener);
    }
}

async fn send(mut queue: UnboundedReceiver<Outgoing>, mut sink: SplitSink<WebSocket, Message>) {
    while let Some(outgoing) = queue.recv().await {
        match outgoing {
            // A peer that has gone is noticed by the reader.
            Outgoing::Frame { frame, .. } => drop(sink.send(Message::Text(frame.to_string().into())).await),
            Outgoing::Barrier(barrier) => drop(barrier.send(())),
            // Frame faults are for guests.
            Outgoing::Release => {}
            Outgoing::Close => {
                let _ = sink.close().await;
                break;
            }
        }
    }
}

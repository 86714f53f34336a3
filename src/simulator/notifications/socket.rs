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
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::channels::ListenerId;
use super::topics;
use crate::simulator::cuttable::Cut;
use crate::simulator::guest_socket::connection::Outgoing;
use crate::simulator::shared::Shared;

pub fn routes(shared: &Arc<Shared>) -> Router {
    Router::new().route("/channels/{channelId}", get(upgrade)).with_state(Arc::clone(shared))
}

/// The channel's id lets in; no token is asked for (documented). Assumed: 404 for an unknown one.
/// The channel has its listener before the answer goes out: who sees the socket open misses nothing from then on.
async fn upgrade(
    State(shared): State<Arc<Shared>>,
    Extension(cut): Extension<Cut>,
    Path(id): Path<String>,
    socket: WebSocketUpgrade,
) -> Response {
    let (sender, receiver) = unbounded_channel();
    let attached = {
        let mut world = shared.world();
        let now = world.clock.now();
        world.channels.attach(&id, sender, cut, now)
    };
    let Some(listener) = attached else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let forsaken = Arc::clone(&shared);
    socket
        .on_failed_upgrade(move |_| forsaken.world().channels.detach(listener))
        .on_upgrade(move |socket| converse(shared, listener, receiver, socket))
}

async fn converse(
    shared: Arc<Shared>,
    listener: ListenerId,
    receiver: UnboundedReceiver<Outgoing>,
    socket: WebSocket,
) {
    let (sink, mut stream) = socket.split();
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

/// Documented: `{"message":"ping"}`. Assumed: another message is an error, what is none is passed over.
fn hear(shared: &Shared, listener: ListenerId, text: &str) {
    let heard = serde_json::from_str::<Value>(text).unwrap_or_default();
    match heard["message"].as_str() {
        Some("ping") => shared.world().channels.pong(listener),
        Some("subscribe") => subscribe(shared, listener, &heard),
        Some(other) => {
            let why = format!("The simulator does not know the message {other:?}.");
            shared.world().channels.answer(listener, &failure(&why, &heard));
        }
        None => {}
    }
}

/// What third parties' clients send and expect; nobody here has seen a live org answer it. As over HTTP, one topic that is
/// refused has none subscribed to.
fn subscribe(shared: &Shared, listener: ListenerId, heard: &Value) {
    let mut world = shared.world();
    let topics = heard["topics"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let topics: Vec<String> = topics.map(String::from).collect();
    let granted = world.options.permissions.clone();
    let refused = topics.iter().find(|topic| topics::check(topic, granted.as_deref()).is_err());
    let why = match refused {
        Some(topic) => Some(format!("The topic {topic} is not valid or not permitted.")),
        None => {
            let now = world.clock.now();
            let taken = world.channels.subscribe_too(listener, topics, now);
            (!taken).then(|| "The channel has too many subscriptions.".into())
        }
    };
    let answer = match why {
        None => json!({ "result": "200", "status": "subscribed", "correlationId": heard["correlationId"] }),
        Some(why) => failure(&why, heard),
    };
    world.channels.answer(listener, &answer);
}

fn failure(why: &str, heard: &Value) -> Value {
    json!({ "result": "400", "status": "failure", "message": why, "correlationId": heard["correlationId"] })
}

async fn send(mut queue: UnboundedReceiver<Outgoing>, mut sink: SplitSink<WebSocket, Message>) {
    while let Some(outgoing) = queue.recv().await {
        match outgoing {
            // A peer that has gone is noticed by the reader.
            Outgoing::Frame { frame, .. } => drop(sink.send(Message::Text(frame.to_string().into())).await),
            Outgoing::Barrier(barrier) => drop(barrier.send(())),
            // Frame faults and schedules are for guests.
            Outgoing::Release | Outgoing::Cut | Outgoing::Left(_) | Outgoing::Ponged => {}
            Outgoing::Close => {
                let _ = sink.close().await;
                break;
            }
        }
    }
}

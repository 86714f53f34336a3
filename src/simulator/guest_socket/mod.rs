//! The guest's side: `GET /v1?deploymentId=…` as a WebSocket.
//!
//! [`sessions`] remembers who is connected, [`requests`] hands what guests send to [`configuring`],
//! [`writing`] or [`attachments`], [`limits`] says how fast they may, [`frames`] writes what they get, [`outbox`] sends it (and is where frame faults strike). The rest of
//! the org tells guests through [`World::tell`](super::world::World), never through a socket.

pub mod attachments;
mod configuring;
mod domains;
pub mod files;
pub mod frames;
mod limits;
mod outbox;
mod requests;
pub mod sessions;
mod writing;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::StreamExt;
use tokio::sync::mpsc::unbounded_channel;

use self::sessions::ConnectionId;
use super::cuttable::Cut;
use super::shared::Shared;

/// Where guests connect.
pub const PATH: &str = "/v1";

/// Assumed: the vendor's own limit is not known.
const MAX_FRAME: usize = 128 * 1024;

pub fn routes(shared: &Arc<Shared>) -> Router {
    Router::new().route(PATH, get(upgrade)).with_state(Arc::clone(shared))
}

/// Measured: an unknown deployment is refused with 403 at the upgrade. Assumed: so is an
/// origin that the deployment does not allow.
async fn upgrade(
    State(shared): State<Arc<Shared>>,
    Extension(cut): Extension<Cut>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    socket: WebSocketUpgrade,
) -> Response {
    let allowed = {
        let world = shared.world();
        let known = query.get("deploymentId").is_some_and(|id| *id == world.org.deployment_id);
        let domains = world.options.deployment.allowed_domains.as_deref();
        known && domains::allow(domains, headers.get("origin").and_then(|origin| origin.to_str().ok()))
    };
    if !allowed {
        return StatusCode::FORBIDDEN.into_response();
    }
    socket.max_message_size(MAX_FRAME).on_upgrade(move |socket| converse(shared, socket, cut))
}

/// One connection, from its upgrade to its end.
async fn converse(shared: Arc<Shared>, socket: WebSocket, cut: Cut) {
    let (sink, mut stream) = socket.split();
    let (sender, receiver) = unbounded_channel();
    let id = shared.world().guests.connect(sender, cut.clone());
    let writer = tokio::spawn(outbox::send(Arc::clone(&shared), receiver, sink, cut));
    while let Some(Ok(message)) = stream.next().await {
        match message {
            Message::Text(text) => answer(&shared, id, &text),
            Message::Close(_) => break,
            Message::Binary(_) => answer(&shared, id, ""),
            // The socket answers pings by itself.
            Message::Ping(_) | Message::Pong(_) => {}
        }
    }
    shared.world().guests.disconnect(id);
    // Its queue has ended with the connection; what is in it still leaves.
    let _ = writer.await;
}

fn answer(shared: &Shared, id: ConnectionId, text: &str) {
    let mut world = shared.world();
    let now_ms = shared.elapsed_ms() + world.clock.advanced_ms();
    requests::answer(&mut world, id, text, now_ms);
}

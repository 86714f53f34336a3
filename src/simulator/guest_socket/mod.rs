//! The guest's side: `GET /v1?deploymentId=…` as a WebSocket.
//!
//! [`sessions`] remembers who is connected, [`requests`] hands what guests send to [`configuring`],
//! [`writing`] or [`attachments`], [`limits`] says how fast they may, [`frames`] writes what they get, [`order`] says when, [`outbox`] sends it (and is where frame faults strike). The rest of
//! the org tells guests through [`World::tell`](super::world::World), never through a socket.

pub mod attachments;
pub mod configuring;
pub mod connection;
mod domains;
pub mod files;
pub mod frames;
pub mod histories;
mod limits;
pub mod order;
mod outbox;
mod posting;
mod request;
mod requests;
pub mod sessions;
mod writing;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::StreamExt;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use self::connection::{ConnectionId, Outgoing};
use self::outbox::{Outbox, PARTING};
use super::cuttable::Cut;
use super::options::DeploymentStatus;
use super::shared::Shared;
use super::witness::Witness;

/// Where guests connect.
pub const PATH: &str = "/v1";

/// Assumed: the vendor's own limit is not known.
const MAX_FRAME: usize = 128 * 1024;

pub fn routes(shared: &Arc<Shared>) -> Router {
    Router::new().route(PATH, get(upgrade)).with_state(Arc::clone(shared))
}

/// Measured: an unknown deployment is refused with 403 at the upgrade. Assumed: so are one that is
/// not active, and an origin that the deployment does not allow.
async fn upgrade(
    State(shared): State<Arc<Shared>>,
    Extension(cut): Extension<Cut>,
    Query(query): Query<HashMap<String, String>>,
    address: Uri,
    headers: HeaderMap,
    socket: WebSocketUpgrade,
) -> Response {
    let allowed = {
        let world = shared.world();
        let is_active = world.options.deployment.status == DeploymentStatus::Active;
        let known = is_active && query.get("deploymentId").is_some_and(|id| *id == world.org.deployment_id);
        let domains = world.options.deployment.allowed_domains.as_deref();
        known && domains::allow(domains, headers.get("origin").and_then(|origin| origin.to_str().ok()))
    };
    if !allowed {
        return StatusCode::FORBIDDEN.into_response();
    }
    let (line, queue) = Line::join(shared, cut, Witness::of(&address.to_string()));
    socket.max_message_size(MAX_FRAME).on_upgrade(move |socket| converse(line, queue, socket))
}

/// One connection in the records: there before the peer sees it open, gone when it is dropped.
struct Line {
    shared: Arc<Shared>,
    id: ConnectionId,
    cut: Cut,
    witness: Option<Witness>,
    /// The peer has read all that it was sent before it is cut.
    is_read: Arc<Notify>,
}

impl Line {
    fn join(shared: Arc<Shared>, cut: Cut, witness: Option<Witness>) -> (Self, UnboundedReceiver<Outgoing>) {
        let (sender, queue) = unbounded_channel();
        let id = shared.world().guests.connect(sender, cut.clone(), witness.clone());
        (Self { shared, id, cut, witness, is_read: Arc::default() }, queue)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.shared.world().guests.disconnect(self.id);
    }
}

/// One connection, from its upgrade to its end.
async fn converse(line: Line, queue: UnboundedReceiver<Outgoing>, socket: WebSocket) {
    let (sink, mut stream) = socket.split();
    let writer = tokio::spawn(Outbox::new(&line, sink).send(queue));
    while let Some(Ok(message)) = stream.next().await {
        match message {
            Message::Text(text) => answer(&line.shared, line.id, &text),
            Message::Binary(_) => answer(&line.shared, line.id, ""),
            // The socket answers pings by itself, and a close as it is read on to its end.
            Message::Pong(payload) if payload == PARTING => line.is_read.notify_one(),
            Message::Pong(_) => line.shared.world().guests.send(line.id, Outgoing::Ponged),
            Message::Ping(_) | Message::Close(_) => {}
        }
    }
    drop(line);
    // Its queue has ended with the connection; what is in it still leaves.
    let _ = writer.await;
}

/// What comes on a connection that is being cut was lost with it.
fn answer(shared: &Shared, id: ConnectionId, text: &str) {
    let mut world = shared.world();
    if !world.guests.has(id) {
        return;
    }
    let now_ms = shared.elapsed_ms() + world.clock.advanced_ms();
    requests::answer(&mut world, id, text, now_ms);
}

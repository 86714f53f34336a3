//! A relay, pages that come through it, and a guest host that says what a test wants.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use playwright_genesys::relay::{Line, Relay, Tag};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Error};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async, client_async};

use crate::org::Org;
use crate::org::guest::Guest;

pub type Socket = WebSocketStream<TcpStream>;
pub const PAGE: &str = "page-0001";
pub const OTHER: &str = "page-0002";

pub async fn relay(connection: Value) -> Relay {
    Relay::start(serde_json::from_value(connection).unwrap()).await.unwrap()
}

pub async fn relay_to(org: &Org) -> Relay {
    let connection = org.simulator.connection();
    relay(json!({ "guestUrl": connection.guest_url, "network": { "caFile": connection.ca_file } })).await
}

pub fn line(relay: &Relay, tag: &str) -> Arc<Line> {
    relay.line(Tag::try_from(tag.to_string()).unwrap())
}

/// `127.0.0.1:port`.
pub fn authority(relay: &Relay) -> String {
    relay.url().split('/').nth(2).unwrap().into()
}

/// As a page would: with an origin of its own.
pub async fn open(relay: &Relay, query: &str, more: &[(&str, &str)]) -> Result<(Socket, Response), Error> {
    let stream = TcpStream::connect(authority(relay)).await.unwrap();
    let mut request = ClientRequestBuilder::new(format!("{}/v1?{query}", relay.url()).parse().unwrap())
        .with_header("Origin", "https://shop.example");
    for (name, value) in more {
        request = request.with_header(*name, *value);
    }
    client_async(request, stream).await.map(|(socket, answer)| (socket, answer.map(|_| ())))
}

pub async fn page(relay: &Relay, org: &Org, tag: &str) -> Result<Socket, Error> {
    let query = format!("deploymentId={}&witness={tag}", org.simulator.connection().deployment_id);
    open(relay, &query, &[]).await.map(|(socket, _)| socket)
}

/// A guest on the simulator, by way of the relay; configured.
pub async fn guest(relay: &Relay, org: &Org, tag: &str) -> Guest {
    let socket = page(relay, org, tag).await.unwrap();
    Guest::over(org, socket, tag).await
}

/// A guest host that keeps what it was asked.
pub struct Host {
    listener: TcpListener,
    pub asked: Arc<Mutex<Vec<Request>>>,
}

impl Host {
    pub async fn start() -> (Self, Relay) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        (Self { listener, asked: Arc::default() }, relay(json!({ "guestUrl": url })).await)
    }

    pub async fn accept(&self) -> Socket {
        let (stream, _) = self.listener.accept().await.unwrap();
        let asked = Arc::clone(&self.asked);
        #[allow(clippy::result_large_err, reason = "the library's own signature")]
        let note = move |request: &Request, mut answer: Response| {
            if let Some(wanted) = request.headers().get("sec-websocket-protocol") {
                let first = wanted.to_str().unwrap().split(',').next().unwrap().parse().unwrap();
                answer.headers_mut().insert("sec-websocket-protocol", first);
            }
            asked.lock().unwrap().push(request.clone());
            Ok(answer)
        };
        accept_hdr_async(stream, note).await.unwrap()
    }

    /// Gives back what it gets, until the other side closes.
    pub async fn echo(&self) {
        let mut socket = self.accept().await;
        while let Some(Ok(message)) = socket.next().await {
            if !message.is_close() {
                socket.send(message).await.unwrap();
            }
        }
    }

    /// Both ends of one connection through the relay.
    pub async fn connected(&self, relay: &Relay) -> (Socket, Socket) {
        let (page, host) = tokio::join!(open(relay, "witness=page-0001", &[]), self.accept());
        (page.unwrap().0, host)
    }
}

/// Waits until so many guest sockets are open at the simulator; lets the relay run meanwhile.
pub async fn until_open(org: &Org, wanted: usize) {
    let work = async {
        while org.command(json!({ "do": "connections" })) != json!(wanted) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), work).await.expect("so many sockets in time");
}

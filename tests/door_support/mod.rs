//! A door to a guest host, pages that come through it, and a host that says what a test wants.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::Write;
use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use playwright_genesys::authority::Authority;
use playwright_genesys::door::{Door, GateConfig, Line, Page, Tag};
use playwright_genesys::guest::own_hosts::OwnHosts;
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Error, Message};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async, client_async};

use crate::org::Org;
use crate::org::guest::Guest;

pub type Socket = WebSocketStream<TcpStream>;
pub const PAGE: &str = "page-0001";
pub const OTHER: &str = "page-0002";

/// A door with one gate, behind which two pages are followed.
pub struct Way {
    door: Door,
    pub gate: u16,
    /// As a page names the guest host.
    host: String,
    pages: [Arc<Page>; 2],
}

/// Its end without a farewell, which comes only after everything was read.
pub async fn breaks(socket: &mut Socket) -> bool {
    let has_asked = matches!(socket.next().await, Some(Ok(Message::Ping(_))));
    has_asked && matches!(socket.next().await, Some(Err(_)))
}

pub fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

pub fn tag(tag: &str) -> Tag {
    Tag::try_from(tag.to_string()).unwrap()
}

impl Way {
    /// `to` is what stands behind the door.
    pub async fn open(to: Value, host: &str) -> Self {
        let key = file(&Authority::new().unwrap().key_pem());
        let config = serde_json::from_value(json!({ "authorityKey": key.path(), "to": to })).unwrap();
        let door = Door::new(config).unwrap();
        let gate = door.open(GateConfig::default()).await.unwrap();
        let page = |name| Arc::new(Page::new(tag(name), OwnHosts::default(), Box::new(|_| {})));
        let pages = [page(PAGE), page(OTHER)];
        for page in &pages {
            door.pages().claim(page.tag.clone(), page, false);
        }
        Self { door, gate, host: host.into(), pages }
    }

    pub async fn to_org(org: &Org) -> Self {
        let connection = org.simulator.connection();
        let network = json!({ "caFile": connection.ca_file });
        let to = json!({ "org": { "guestUrl": connection.guest_url, "network": network } });
        Self::open(to, connection.guest_url.split('/').nth(2).unwrap()).await
    }

    pub async fn to_host(url: &str) -> Self {
        Self::open(json!({ "org": { "guestUrl": url } }), url.split('/').nth(2).unwrap()).await
    }

    pub fn page(&self, tag: &str) -> &Arc<Page> {
        &self.pages[usize::from(tag == OTHER)]
    }

    pub fn line(&self, tag: &str) -> &Line {
        &self.page(tag).line
    }

    pub fn door(&self) -> &Door {
        &self.door
    }

    /// As a page would: with an origin of its own.
    pub async fn ask(&self, query: &str, more: &[(&str, &str)]) -> Result<(Socket, Response), Error> {
        let stream = TcpStream::connect(("127.0.0.1", self.gate)).await.unwrap();
        let mut request =
            ClientRequestBuilder::new(format!("ws://{}/v1?{query}", self.host).parse().unwrap())
                .with_header("Origin", "https://shop.example");
        for (name, value) in more {
            request = request.with_header(*name, *value);
        }
        client_async(request, stream).await.map(|(socket, answer)| (socket, answer.map(|_| ())))
    }

    pub async fn socket(&self, org: &Org, tag: &str) -> Result<Socket, Error> {
        let query = format!("deploymentId={}&witness={tag}", org.simulator.connection().deployment_id);
        self.ask(&query, &[]).await.map(|(socket, _)| socket)
    }

    /// A guest on the simulator, by way of the door; configured.
    pub async fn guest(&self, org: &Org, tag: &str) -> Guest {
        Guest::over(org, self.socket(org, tag).await.unwrap(), tag).await
    }

    /// As [`Way::phases`], once there are so many.
    pub async fn until_phases(&self, tag: &str, wanted: usize) -> Vec<Value> {
        let mut phases = Vec::new();
        while phases.len() < wanted {
            phases.extend(self.phases(tag));
            tokio::task::yield_now().await;
        }
        phases
    }

    /// What a page's events say, one word each.
    pub fn phases(&self, tag: &str) -> Vec<Value> {
        let updates = self.page(tag).watched.take_updates();
        let details = updates.into_iter().map(|update| Value::from(update.event.detail));
        details.filter(|detail| detail.get("phase").is_some()).collect()
    }
}

/// A guest host that keeps what it was asked.
pub struct Host {
    listener: TcpListener,
    pub asked: Arc<Mutex<Vec<Request>>>,
}

impl Host {
    pub async fn start() -> (Self, Way) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("ws://{}", listener.local_addr().unwrap());
        (Self { listener, asked: Arc::default() }, Way::to_host(&url).await)
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

    /// Both ends of one connection through the door.
    pub async fn connected(&self, way: &Way) -> (Socket, Socket) {
        let (page, host) = tokio::join!(way.ask("deploymentId=x&witness=page-0001", &[]), self.accept());
        (page.unwrap().0, host)
    }
}

/// Waits until so many guest sockets are open at the simulator; lets the door run meanwhile.
pub async fn until_open(org: &Org, wanted: usize) {
    let work = async {
        while org.command(json!({ "do": "connections" })) != json!(wanted) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), work).await.expect("so many sockets in time");
}

//! A server that says only what a test has it say.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use playwright_genesys::error::{Error, Result};
use playwright_genesys::guest::event::GuestEvent;
use playwright_genesys::guest::{GuestConfig, Session};
use playwright_genesys::net::Deadline;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{WebSocketStream, accept_async};

pub const DEPLOYMENT: &str = "22222222-2222-4222-8222-222222222222";
/// No step of a test takes so long unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Server {
    listener: TcpListener,
    pub port: u16,
}

/// The server's end of one connection.
pub struct Peer {
    socket: WebSocketStream<TcpStream>,
}

impl Server {
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port of its own");
        let port = listener.local_addr().expect("an address").port();
        Self { listener, port }
    }

    /// The options of a guest that connects here; its config and API hosts answer nothing.
    pub fn config(&self, more: Value) -> GuestConfig {
        let mut options = json!({
            "guestUrl": format!("ws://127.0.0.1:{}", self.port),
            "deploymentId": DEPLOYMENT,
            "timing": { "reconnectEveryMs": 5 },
        });
        for (name, value) in more.as_object().expect("options") {
            options[name] = value.clone();
        }
        serde_json::from_value(options).expect("valid options")
    }

    pub async fn accept(&self) -> Peer {
        let (stream, _) = soon(self.listener.accept()).await.expect("a connection");
        Peer { socket: soon(accept_async(stream)).await.expect("a handshake") }
    }

    /// A connection that is taken, and on which nothing is said.
    pub async fn take(&self) -> TcpStream {
        let (mut stream, _) = soon(self.listener.accept()).await.expect("a connection");
        let mut request = vec![0; 4096];
        soon(stream.read(&mut request)).await.expect("a request");
        stream
    }

    /// Answers the next upgrade with a status instead of a socket.
    pub async fn refuse(&self, status: u16) {
        let (mut stream, _) = soon(self.listener.accept()).await.expect("a connection");
        let mut request = vec![0; 4096];
        soon(stream.read(&mut request)).await.expect("a request");
        let answer = format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.expect("the answer leaves");
    }

    /// A connection that stands and is configured.
    pub async fn connected(&self, session: Value) -> Peer {
        let mut peer = self.accept().await;
        peer.configure(session).await;
        peer
    }

    /// A session with this server as its peer.
    pub async fn guest(&self, more: Value) -> (Session, Peer) {
        let connecting = connect(self.config(more));
        let (guest, peer) = tokio::join!(connecting, self.connected(json!({ "newSession": true })));
        (guest.expect("the guest connects"), peer)
    }
}

pub async fn connect(config: GuestConfig) -> Result<Session> {
    Session::connect(config, Box::new(|_| {}), &Deadline::after(PATIENCE)).await
}

impl Peer {
    /// Answers the first request; returns it.
    pub async fn configure(&mut self, session: Value) -> Value {
        let request = self.expect("configureSession").await;
        self.answer_session(&request, session).await;
        request
    }

    pub async fn answer_session(&mut self, request: &Value, session: Value) {
        let mut body = json!({ "connected": true, "newSession": false, "readOnly": false });
        for (name, value) in session.as_object().expect("a body") {
            body[name] = value.clone();
        }
        self.say(&json!({ "type": "response", "class": "SessionResponse", "code": 200, "body": body,
            "tracingId": request["tracingId"] }))
            .await;
    }

    /// The next request, which must be this action.
    pub async fn expect(&mut self, action: &str) -> Value {
        loop {
            let message = soon(self.socket.next()).await.expect("the guest is there").expect("a frame");
            if let Message::Text(text) = message {
                let request: Value = serde_json::from_str(&text).expect("JSON");
                assert_eq!(request["action"], action, "{request}");
                return request;
            }
        }
    }

    /// Reads a message of the guest's and echoes it as the service does.
    pub async fn echo(&mut self, id: &str) -> Value {
        let request = self.expect("onMessage").await;
        let mut body = request["message"].clone();
        body["direction"] = json!("Inbound");
        body["id"] = json!(id);
        body["channel"] = json!({ "time": "2026-01-01T10:00:00.000Z", "messageId": format!("channel-{id}") });
        self.say(&json!({ "type": "message", "class": "StructuredMessage", "code": 200, "body": body,
            "tracingId": request["tracingId"] }))
            .await;
        request
    }

    pub async fn refuse(&mut self, request: &Value, code: u16, text: &str) {
        self.say(&json!({ "type": "response", "class": "string", "code": code, "body": text,
            "tracingId": request["tracingId"] }))
            .await;
    }

    pub async fn event(&mut self, class: &str) {
        self.say(&json!({ "type": "message", "class": class, "code": 200, "body": {} })).await;
    }

    pub async fn say(&mut self, frame: &Value) {
        self.say_text(frame.to_string()).await;
    }

    pub async fn say_text(&mut self, text: String) {
        self.socket.send(Message::Text(text.into())).await.expect("the frame leaves");
    }

    pub async fn say_bytes(&mut self, bytes: Vec<u8>) {
        self.socket.send(Message::Binary(bytes.into())).await.expect("the frame leaves");
    }

    pub async fn close(mut self, code: u16) {
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        self.socket.close(Some(frame)).await.expect("the close leaves");
        while soon(self.socket.next()).await.is_some_and(|message| message.is_ok()) {}
    }

    /// Waits until the guest has gone; whether it said farewell.
    pub async fn gone(&mut self) -> bool {
        loop {
            match soon(self.socket.next()).await {
                Some(Ok(Message::Close(_))) => return true,
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return false,
            }
        }
    }
}

pub async fn soon<F: Future>(work: F) -> F::Output {
    timeout(PATIENCE, work).await.expect("it happens in time")
}

pub fn deadline() -> Deadline {
    Deadline::after(PATIENCE)
}

/// Waits until the session is in this state.
pub async fn until_state(guest: &Session, word: &str) {
    let reached = guest.book().until(|pages| (pages.machine.word() == word).then_some(()));
    timeout(PATIENCE, reached).await.unwrap_or_else(|_| panic!("never {word}: {}", state(guest)));
}

pub fn state(guest: &Session) -> &'static str {
    guest.book().open().machine.word()
}

/// Every event so far, as it stands now.
pub fn events(guest: &Session) -> Vec<GuestEvent> {
    let mut events: Vec<Option<GuestEvent>> = Vec::new();
    for update in guest.book().look().updates {
        if events.len() <= update.index {
            events.resize(update.index + 1, None);
        }
        events[update.index] = Some(update.event);
    }
    events.into_iter().flatten().collect()
}

pub fn end_of(guest: &Session) -> Option<(String, String)> {
    let pages = guest.book().open();
    pages.inbox.closure().map(|end| (format!("{:?}", end.kind), format!("{:?}", end.by)))
}

pub fn code(error: &Error) -> &'static str {
    error.kind.code()
}

pub fn closing_frame(read_only: bool) -> Value {
    let events = json!([{ "eventType": "Presence", "presence": { "type": "Disconnect" } }]);
    let mut body = json!({ "type": "Event", "direction": "Outbound", "id": "e".repeat(32), "events": events,
        "channel": { "time": "2026-01-01T10:00:01.000Z" } });
    if read_only {
        body["metadata"] = json!({ "readOnly": "true" });
    }
    json!({ "type": "message", "class": "StructuredMessage", "code": 200, "body": body })
}

//! A guest on the socket, with the frames as they are on the wire.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::schema::check_frame;
use super::{Answer, Org, messages};

const TOKEN: &str = "11111111-2222-4333-8444-555555555555";

pub struct Guest {
    pub socket: WebSocketStream<TcpStream>,
    deployment: String,
    token: String,
}

pub type Opened = Result<WebSocketStream<TcpStream>, Error>;

pub async fn open(org: &Org, deployment: &str) -> Opened {
    open_from(org, deployment, "http://127.0.0.1").await
}

pub async fn open_from(org: &Org, deployment: &str, origin: &str) -> Opened {
    let stream = TcpStream::connect(org.authority()).await.unwrap();
    let url = format!("{}/v1?deploymentId={deployment}", org.simulator.connection().guest_url);
    let request = ClientRequestBuilder::new(url.parse().unwrap()).with_header("Origin", origin);
    client_async(request, stream).await.map(|(socket, _)| socket)
}

impl Guest {
    pub async fn connect(org: &Org) -> Self {
        let deployment = org.simulator.connection().deployment_id.clone();
        Self { socket: open(org, &deployment).await.unwrap(), deployment, token: TOKEN.into() }
    }

    /// A guest of its own, on a socket with a tag; configured.
    pub async fn tagged(org: &Org, tag: &str) -> Self {
        let deployment = org.simulator.connection().deployment_id.clone();
        let socket = open(org, &format!("{deployment}&witness={tag}")).await.unwrap();
        Self::over(org, socket, tag).await
    }

    /// A guest of its own, on a socket that somebody else opened; configured.
    pub async fn over(org: &Org, socket: WebSocketStream<TcpStream>, tag: &str) -> Self {
        let deployment = org.simulator.connection().deployment_id.clone();
        let mut guest = Self { socket, deployment, token: format!("token of {tag}") };
        guest.configure(json!({})).await;
        guest
    }

    /// Connected and configured; gives the SessionResponse's body too.
    pub async fn configured(org: &Org) -> (Self, Value) {
        let mut guest = Self::connect(org).await;
        let session = guest.configure(json!({})).await;
        (guest, session)
    }

    pub async fn configure(&mut self, more: Value) -> Value {
        let mut frame = json!({ "action": "configureSession", "deploymentId": self.deployment });
        frame.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.send(frame).await;
        let answer = self.next().await;
        assert_eq!((&answer["class"], &answer["code"]), (&json!("SessionResponse"), &json!(200)), "{answer}");
        answer["body"].clone()
    }

    pub async fn send(&mut self, mut frame: Value) {
        frame["token"] = json!(self.token);
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    pub async fn write(&mut self, text: &str) -> Value {
        let message = json!({ "type": "Text", "text": text });
        self.send(json!({ "action": "onMessage", "tracingId": "t", "message": message })).await;
        self.next().await
    }

    /// Every frame has the published shape, whatever else is tested.
    pub async fn next(&mut self) -> Value {
        let frame = loop {
            let frame = tokio::time::timeout(std::time::Duration::from_secs(5), self.socket.next());
            let frame = frame.await.expect("a frame in time").expect("an open socket").unwrap();
            // Answered by the socket as it is read on.
            if !frame.is_ping() {
                break frame;
            }
        };
        let frame = serde_json::from_str(frame.to_text().unwrap()).unwrap();
        check_frame(&frame);
        frame
    }

    /// Whatever came before the answer to an echo.
    pub async fn until_echo(&mut self) -> Vec<Value> {
        self.send(json!({ "action": "echo", "message": { "type": "Text", "text": "ping" } })).await;
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await;
            if frame["body"]["id"] == "echo_id" {
                return frames;
            }
            frames.push(frame);
        }
    }
}

pub fn conversation_of(org: &Org, echo: &Value) -> String {
    let id = echo["body"]["id"].as_str().unwrap();
    let details = org.get(&format!("{}/details", messages(id)));
    assert_eq!(details.status, 200, "{}", details.body);
    details.json()["conversationId"].as_str().unwrap().into()
}

/// Sends a file to a presigned address; gives the answer.
pub fn put(org: &Org, url: &str, body: &str) -> Answer {
    let path = url.strip_prefix(org.simulator.url()).expect("an address of this org");
    org.raw("PUT", path, &[("x-amz-tagging", "abc")], body).unwrap()
}

/// What the guest hears of its upload.
pub async fn upload(org: &Org, guest: &mut Guest, url: &str, body: &str) -> Value {
    assert_eq!(put(org, url, body).status, 200);
    guest.next().await
}

pub fn end(org: &Org, id: &str) {
    let answer = org.call("PATCH", &messages(id), json!({ "state": "disconnected" }));
    assert_eq!(answer.status, 200, "{}", answer.body);
}

pub fn is_disconnect(frame: &Value) -> bool {
    frame["body"]["events"][0]["presence"]["type"] == "Disconnect"
}

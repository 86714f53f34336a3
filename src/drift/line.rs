//! A guest's socket to the simulator, of which nothing is read before it was waited for.

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Whether a socket was let in.
pub enum Tried {
    Open(Box<Line>),
    /// The status of the upgrade's answer.
    Refused(u16),
    Lost,
}

pub struct Line {
    socket: WebSocketStream<TcpStream>,
    /// The code with which the simulator has closed it.
    pub closed: Option<u16>,
    pings: u64,
}

/// Without a code in the frame (RFC 6455).
const NO_CODE: u16 = 1005;
/// Without a frame.
const CUT: u16 = 1006;

impl Line {
    pub async fn open(address: &str, path: &str) -> Tried {
        let Ok(stream) = TcpStream::connect(address).await else { return Tried::Lost };
        let _ = stream.set_nodelay(true);
        match client_async(format!("ws://{address}{path}"), stream).await {
            Ok((socket, _)) => Tried::Open(Box::new(Self { socket, closed: None, pings: 0 })),
            Err(tungstenite::Error::Http(answer)) => Tried::Refused(answer.status().as_u16()),
            Err(_) => Tried::Lost,
        }
    }

    pub async fn send(&mut self, frame: &Value) {
        if self.closed.is_none() && self.socket.send(Message::text(frame.to_string())).await.is_err() {
            self.closed = Some(CUT);
        }
    }

    /// All that the simulator has sent until now: a ping comes back after it.
    pub async fn frames(&mut self) -> Vec<Value> {
        let mut frames = Vec::new();
        if self.closed.is_some() {
            return frames;
        }
        self.pings += 1;
        let ping = self.pings.to_be_bytes();
        if self.socket.send(Message::Ping(ping.to_vec().into())).await.is_err() {
            // What it sent before it closed is read all the same.
            self.pings = u64::MAX;
        }
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => frames.extend(serde_json::from_str::<Value>(&text)),
                Some(Ok(Message::Pong(pong))) if *pong == ping => return frames,
                Some(Ok(Message::Close(frame))) => {
                    self.closed = Some(frame.map_or(NO_CODE, |frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => {
                    self.closed.get_or_insert(CUT);
                    return frames;
                }
            }
        }
    }

    pub async fn close(&mut self, code: Option<u16>) {
        let code = code.filter(|code| (1000..5000).contains(code) && ![NO_CODE, CUT].contains(code));
        let frame = code.map(|code| CloseFrame { code: CloseCode::from(code), reason: "".into() });
        let _ = self.socket.close(frame).await;
    }
}

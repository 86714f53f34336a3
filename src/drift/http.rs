//! Requests to the simulator of this process, on one connection.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::error::{Error, Kind, Result};

/// A request as it goes to the simulator.
#[derive(Debug, Clone)]
pub struct Asking {
    pub method: String,
    /// With its query.
    pub path: String,
    pub bearer: Option<String>,
    pub body: Option<(&'static str, Vec<u8>)>,
}

impl Asking {
    /// Whether asking again changes nothing.
    pub fn is_read(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }
}

pub struct Answered {
    pub status: u16,
    /// Name and value, of those that a recording has.
    pub headers: Vec<(&'static str, String)>,
    pub bytes: Bytes,
    pub body: Option<Value>,
}

/// What a recording keeps of an answer's headers.
pub const HEADERS: [&str; 6] = [
    "content-type",
    "retry-after",
    "inin-ratelimit-count",
    "inin-ratelimit-allowed",
    "inin-ratelimit-reset",
    "inin-correlation-id",
];

pub struct Http {
    address: String,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Http {
    /// `url`: where the simulator listens.
    pub fn new(url: &str) -> Self {
        Self { address: url.trim_start_matches("http://").into(), sender: None }
    }

    pub async fn ask(&mut self, asking: &Asking) -> Result<Answered> {
        let request = self.request(asking)?;
        if self.sender.as_ref().is_none_or(SendRequest::is_closed) {
            self.sender = Some(self.connect().await?);
        }
        let Some(sender) = &mut self.sender else { return Err(lost("no connection")) };
        sender.ready().await.map_err(lost)?;
        let response = sender.send_request(request).await.map_err(lost)?;
        read(response).await
    }

    fn request(&self, asking: &Asking) -> Result<Request<Full<Bytes>>> {
        let mut request =
            Request::builder().method(asking.method.as_str()).uri(&asking.path).header("host", &self.address);
        if let Some(bearer) = &asking.bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        if let Some((content_type, _)) = &asking.body {
            request = request.header("content-type", *content_type);
        }
        let body = asking.body.as_ref().map(|(_, bytes)| bytes.clone()).unwrap_or_default();
        request.body(Full::new(body.into())).map_err(|_| {
            Error::new(Kind::InvalidInput, "The recording has a request that cannot be made.")
                .operation("drift")
        })
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>> {
        let stream = TcpStream::connect(&self.address).await.map_err(lost)?;
        stream.set_nodelay(true).map_err(lost)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(lost)?;
        tokio::spawn(connection);
        Ok(sender)
    }
}

async fn read(response: Response<hyper::body::Incoming>) -> Result<Answered> {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(lost)?.to_bytes();
    let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(String::from);
    let headers = HEADERS.iter().filter_map(|name| Some((*name, text(*name)?))).collect();
    let body = if bytes.is_empty() { None } else { serde_json::from_slice(&bytes).ok() };
    Ok(Answered { status: parts.status.as_u16(), headers, bytes, body })
}

fn lost(cause: impl ToString) -> Error {
    Error::new(Kind::Transport, format!("The simulator did not answer: {}.", cause.to_string()))
        .operation("drift")
}

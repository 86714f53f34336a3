//! Who may come in: an upgrade on this machine that knows the secret path.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::machine::TryParse;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response, create_response, write_response};
use tokio_tungstenite::tungstenite::http::{StatusCode, header};

use super::tag::Tag;
use crate::error::Error;
use crate::net::socket::Refusal;

/// The longest request that is read.
const MAX_HEAD_BYTES: usize = 16 * 1024;
/// Who connects and says nothing is sent away.
const HEAD_LIMIT: Duration = Duration::from_secs(10);

/// An upgrade that may come in.
pub struct Visit {
    pub request: Request,
    /// The upgrade as it is accepted.
    pub welcome: Response,
    pub tag: Option<Tag>,
    /// The query for the guest host: without the tag.
    pub query: String,
    /// What came behind the request.
    pub rest: Vec<u8>,
}

/// Why a page gets no socket.
#[derive(Debug)]
pub struct Turned {
    pub status: StatusCode,
    pub why: String,
}

impl Turned {
    pub fn away(status: StatusCode, why: &str) -> Self {
        Self { status, why: why.into() }
    }
}

impl From<Refusal> for Turned {
    /// The guest host's own status, or 502 where it was not reached.
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Status(status) => Self {
                status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY),
                why: format!("The guest host refused the upgrade with {status}."),
            },
            Refusal::Failed(Error { message, .. }) => Self { status: StatusCode::BAD_GATEWAY, why: message },
        }
    }
}

/// Reads one request. `None` where nobody asks anything readable in time.
pub async fn receive(stream: &mut TcpStream) -> Option<(Request, Vec<u8>)> {
    timeout(HEAD_LIMIT, read_head(stream)).await.ok().flatten()
}

async fn read_head(stream: &mut TcpStream) -> Option<(Request, Vec<u8>)> {
    let mut bytes = Vec::new();
    while bytes.len() < MAX_HEAD_BYTES {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some((length, request)) = Request::try_parse(&bytes).ok()? {
            return Some((request, bytes.split_off(length)));
        }
    }
    None
}

/// `authorities` are the names that this relay answers to: a page that a foreign name led here
/// is refused.
pub fn admit(
    (request, rest): (Request, Vec<u8>),
    path: &str,
    authorities: &[String],
) -> Result<Visit, Turned> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !authorities.iter().any(|authority| authority == host) {
        return Err(Turned::away(StatusCode::FORBIDDEN, "Not a name of this relay."));
    }
    if request.uri().path() != path {
        return Err(Turned::away(StatusCode::NOT_FOUND, "Nothing is here."));
    }
    let Ok(welcome) = create_response(&request) else {
        return Err(Turned::away(StatusCode::UPGRADE_REQUIRED, "Only a WebSocket can be opened here."));
    };
    let (tag, query) = Tag::take_from(request.uri().query().unwrap_or_default());
    Ok(Visit { request, welcome, tag, query, rest })
}

/// Answers the upgrade; `false` where the page has gone.
pub async fn welcome(stream: &mut TcpStream, answer: &Response) -> bool {
    let mut bytes = Vec::new();
    write_response(&mut bytes, answer).is_ok() && stream.write_all(&bytes).await.is_ok()
}

pub async fn turn_away(mut stream: TcpStream, turned: &Turned) {
    let Turned { status, why } = turned;
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{why}",
        why.len()
    );
    // A page that has gone misses nothing.
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}

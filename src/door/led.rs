//! A connection to a host that is opened: its TLS ends here, as if this were that host.

use std::time::Duration;

use rustls::server::Acceptor;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::timeout;
use tokio_rustls::{LazyConfigAcceptor, TlsAcceptor};
use url::Url;

use super::inside::Inside;
use crate::net::socket::Stream;

/// How long who connects may say nothing, and how long TLS may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The first byte of TLS; Playwright's own requests ask for `http://` by CONNECT too.
const HANDSHAKE: u8 = 22;

pub struct Led {
    pub stream: Box<dyn Stream>,
    /// As it was named, as of a socket.
    pub host: String,
}

pub enum Came<S> {
    /// As to a proxy.
    Plain(BufReader<S>),
    Led(Led),
}

/// What came after a CONNECT to `authority`.
pub async fn asked(inside: &Inside, stream: impl Stream + 'static, authority: &str) -> Option<Led> {
    let (stream, is_tls) = sniffed(stream).await?;
    if !is_tls {
        return Some(Led { stream: Box::new(stream), host: format!("ws://{authority}") });
    }
    let address = format!("wss://{authority}");
    let server = inside.server(Url::parse(&address).ok()?.host_str()?).ok()?;
    let stream = timeout(PATIENCE, TlsAcceptor::from(server).accept(stream)).await.ok()?.ok()?;
    Some(Led { stream: Box::new(stream), host: address })
}

/// Who comes with TLS at once was led here by its address, and says in its first words which host it means; any
/// other host than one that is opened is none that we could be.
pub async fn came<S: Stream + 'static>(inside: &Inside, stream: S) -> Option<Came<S>> {
    let (stream, is_tls) = sniffed(stream).await?;
    if !is_tls {
        return Some(Came::Plain(stream));
    }
    let start = timeout(PATIENCE, LazyConfigAcceptor::new(Acceptor::default(), stream)).await.ok()?.ok()?;
    let host = start.client_hello().server_name().filter(|host| inside.opens(host, 443))?.to_string();
    let server = inside.server(&host).ok()?;
    let stream = timeout(PATIENCE, start.into_stream(server)).await.ok()?.ok()?;
    Some(Came::Led(Led { stream: Box::new(stream), host: format!("wss://{host}") }))
}

async fn sniffed<S: Stream>(stream: S) -> Option<(BufReader<S>, bool)> {
    let mut stream = BufReader::new(stream);
    let first = timeout(PATIENCE, stream.fill_buf()).await.ok()?.ok()?.first().copied()?;
    Some((stream, first == HANDSHAKE))
}

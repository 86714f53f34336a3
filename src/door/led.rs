//! A connection to a host that is opened: its TLS ends here, as if this were that host.

use std::sync::Arc;
use std::time::Duration;

use rustls::server::Acceptor;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::timeout;
use tokio_rustls::{LazyConfigAcceptor, TlsAcceptor};
use url::Url;

use super::gate::{Gate, speak};
use crate::net::socket::Stream;

/// How long who connects may say nothing, and how long TLS may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The first byte of TLS; Playwright's own requests ask for `http://` by CONNECT too.
const HANDSHAKE: u8 = 22;

/// Takes what came after a CONNECT to `authority`.
pub async fn take(gate: Arc<Gate>, stream: impl Stream + 'static, authority: &str) {
    let Some((stream, is_tls)) = sniffed(stream).await else { return };
    if !is_tls {
        return serve(gate, stream, &format!("ws://{authority}")).await;
    }
    let address = format!("wss://{authority}");
    let host = Url::parse(&address).ok().and_then(|url| url.host_str().map(str::to_string));
    let Some(Ok(server)) = host.map(|host| gate.inside().server(&host)) else { return };
    if let Ok(Ok(stream)) = timeout(PATIENCE, TlsAcceptor::from(server).accept(stream)).await {
        serve(gate, stream, &address).await;
    }
}

/// What comes as to a proxy is given back. Who comes with TLS at once was led here by its address, and says in
/// its first words which host it means; any other host than one that is opened is none that we could be.
pub async fn opened<S: Stream + 'static>(gate: &Arc<Gate>, stream: S) -> Option<BufReader<S>> {
    let (stream, is_tls) = sniffed(stream).await?;
    if !is_tls {
        return Some(stream);
    }
    let start = timeout(PATIENCE, LazyConfigAcceptor::new(Acceptor::default(), stream)).await.ok()?.ok()?;
    let host = start.client_hello().server_name().filter(|host| gate.inside().opens(host, 443))?.to_string();
    let server = gate.inside().server(&host).ok()?;
    if let Ok(Ok(stream)) = timeout(PATIENCE, start.into_stream(server)).await {
        serve(Arc::clone(gate), stream, &format!("wss://{host}")).await;
    }
    None
}

async fn sniffed<S: Stream>(stream: S) -> Option<(BufReader<S>, bool)> {
    let mut stream = BufReader::new(stream);
    let first = timeout(PATIENCE, stream.fill_buf()).await.ok()?.ok()?.first().copied()?;
    Some((stream, first == HANDSHAKE))
}

async fn serve(gate: Arc<Gate>, stream: impl Stream + 'static, host: &str) {
    speak(stream, |request| Arc::clone(&gate).lead(request, host)).await;
}

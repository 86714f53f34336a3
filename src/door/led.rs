//! A connection to a host of the vendor's: it ends here, as if this were that host.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::gate::{Gate, speak};
use crate::net::socket::Stream;

/// How long who connects may say nothing, and how long TLS may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// The first byte of TLS; Playwright's own requests ask for `http://` by CONNECT too.
const HANDSHAKE: u8 = 22;

/// Takes what came after a CONNECT.
pub async fn take(gate: Arc<Gate>, stream: impl Stream + 'static, host: &str) {
    let mut stream = BufReader::new(stream);
    let Ok(Ok(first)) = timeout(PATIENCE, stream.fill_buf()).await else { return };
    if first.first() != Some(&HANDSHAKE) {
        return serve(gate, stream).await;
    }
    let Ok(server) = gate.behind().server(host) else { return };
    if let Ok(Ok(stream)) = timeout(PATIENCE, TlsAcceptor::from(server).accept(stream)).await {
        serve(gate, stream).await;
    }
}

async fn serve(gate: Arc<Gate>, stream: impl Stream + 'static) {
    speak(stream, |request| Arc::clone(&gate).lead(request)).await;
}

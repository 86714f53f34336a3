//! A service with a private authority behind a proxy.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::PathBuf;
use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::accept_async;

/// No name of this machine, so that the proxy is used.
pub const HOST: &str = "guests.example";

/// A server with a certificate of a private authority; the authority's PEM file.
pub struct Service {
    pub listener: TcpListener,
    acceptor: TlsAcceptor,
    pub authority: Authority,
}

/// A PEM file that is removed again.
pub struct Authority(pub PathBuf);

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Service {
    pub async fn start() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer =
            CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
        let key = KeyPair::generate().expect("a key");
        let leaf = CertificateParams::new(vec![HOST.to_string()]).expect("parameters");
        let leaf = leaf.signed_by(&key, &issuer).expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("protocol versions")
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .expect("a server configuration");
        let file = std::env::temp_dir().join(format!("playwright-genesys-{}.pem", uuid::Uuid::new_v4()));
        std::fs::write(&file, issuer.pem()).expect("the authority's file");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        Self { listener, acceptor: TlsAcceptor::from(Arc::new(config)), authority: Authority(file) }
    }

    /// Echoes one message on one socket.
    pub async fn echo_once(&self) {
        let (tcp, _) = self.listener.accept().await.expect("a connection");
        let Ok(tls) = self.acceptor.accept(tcp).await else { return };
        let mut socket = accept_async(tls).await.expect("an upgrade");
        let message = socket.next().await.expect("a message").expect("readable");
        socket.send(message).await.expect("the echo leaves");
    }
}

/// An HTTP proxy that leads every tunnel to one port; what it was asked.
pub async fn proxy_once(listener: &TcpListener, answer: &str, target: Option<u16>) -> Vec<String> {
    let (tcp, _) = listener.accept().await.expect("a connection");
    let mut tcp = BufReader::new(tcp);
    let mut asked = Vec::new();
    loop {
        let mut line = String::new();
        tcp.read_line(&mut line).await.expect("a line");
        if line.trim().is_empty() {
            break;
        }
        asked.push(line.trim().to_string());
    }
    tcp.write_all(answer.as_bytes()).await.expect("the answer leaves");
    if let Some(port) = target {
        let mut server = TcpStream::connect(("127.0.0.1", port)).await.expect("the service");
        let _ = copy_bidirectional(&mut tcp, &mut server).await;
    }
    asked
}

pub async fn proxy() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    (listener, format!("http://user:can%20ary@127.0.0.1:{port}"))
}

//! The guest's socket goes through a proxy and trusts a private authority, as REST does.

#![cfg(all(feature = "client", feature = "simulator"))]

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use futures_util::{SinkExt, StreamExt};
use playwright_genesys::error::Kind;
use playwright_genesys::net::NetworkOptions;
use playwright_genesys::net::socket::{Dialer, Refusal, Socket};
use playwright_genesys::redacted::Redacted;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::accept_async;
use tokio_tungstenite::tungstenite::Message;
use url::Url;

/// No name of this machine, so that the proxy is used.
const HOST: &str = "guests.example";

/// A server with a certificate of a private authority; the authority's PEM file.
struct Service {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    authority: Authority,
}

/// A PEM file that is removed again.
struct Authority(PathBuf);

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Service {
    async fn start() -> Self {
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
    async fn echo_once(&self) {
        let (tcp, _) = self.listener.accept().await.expect("a connection");
        let Ok(tls) = self.acceptor.accept(tcp).await else { return };
        let mut socket = accept_async(tls).await.expect("an upgrade");
        let message = socket.next().await.expect("a message").expect("readable");
        socket.send(message).await.expect("the echo leaves");
    }
}

/// An HTTP proxy that leads every tunnel to one port; what it was asked.
async fn proxy_once(listener: &TcpListener, answer: &str, target: Option<u16>) -> Vec<String> {
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

async fn proxy() -> (TcpListener, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    (listener, format!("http://user:can%20ary@127.0.0.1:{port}"))
}

fn dialer(proxy: &str, authority: Option<&Authority>) -> Dialer {
    Dialer::new(NetworkOptions {
        proxy: Some(Redacted::new(proxy.to_string())),
        ca_file: authority.map(|authority| authority.0.clone()),
        ..NetworkOptions::default()
    })
}

fn address() -> Url {
    format!("wss://{HOST}/v1?deploymentId=x").parse().expect("an address")
}

async fn say_hello(opened: Result<Socket, Refusal>) {
    let mut socket = opened.expect("the tunnel stands");
    socket.send(Message::Text("hello".into())).await.expect("it leaves");
    let echo = socket.next().await.expect("an echo").expect("readable");
    assert_eq!(echo, Message::Text("hello".into()));
}

#[tokio::test]
async fn the_socket_goes_through_the_proxy_and_trusts_the_given_authority() {
    let service = Service::start().await;
    let (listener, address_of_proxy) = proxy().await;
    let dialer = dialer(&address_of_proxy, Some(&service.authority));
    let port = service.listener.local_addr().expect("an address").port();
    let guest = async { say_hello(dialer.open(&address(), &[]).await).await };
    let tunnel =
        proxy_once(&listener, "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n", Some(port));
    let ((), asked, ()) = tokio::join!(guest, tunnel, service.echo_once());
    assert_eq!(asked[0], format!("CONNECT {HOST}:443 HTTP/1.1"));
    let credentials = base64::engine::general_purpose::STANDARD.encode("user:can ary");
    assert!(asked.contains(&format!("Proxy-Authorization: Basic {credentials}")), "{asked:?}");
}

#[tokio::test]
async fn an_authority_that_nobody_named_is_not_trusted() {
    let service = Service::start().await;
    let (listener, address_of_proxy) = proxy().await;
    let dialer = dialer(&address_of_proxy, None);
    let port = service.listener.local_addr().expect("an address").port();
    let guest = async {
        match dialer.open(&address(), &[]).await {
            Err(Refusal::Failed(error)) => error,
            other => panic!("not refused: {}", other.is_ok()),
        }
    };
    let tunnel = proxy_once(&listener, "HTTP/1.1 200 OK\r\n\r\n", Some(port));
    let (error, _, ()) = tokio::join!(guest, tunnel, service.echo_once());
    assert_eq!(error.kind, Kind::Transport);
    assert!(error.message.contains("TLS"), "{}", error.message);
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named_without_its_secret() {
    for (answer, wanted) in [
        ("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "407"),
        ("HTTP/1.1 502 Bad Gateway\r\nX: y\r\n\r\n", "502"),
        ("nonsense", "did not answer"),
    ] {
        let (listener, address_of_proxy) = proxy().await;
        let dialer = dialer(&address_of_proxy, None);
        let target = address();
        let (opened, _) = tokio::join!(dialer.open(&target, &[]), proxy_once(&listener, answer, None));
        let Err(Refusal::Failed(error)) = opened else { panic!("not refused: {answer}") };
        let shown = format!("{error:?} {error} {dialer:?}");
        assert!(error.message.contains(wanted), "{shown}");
        assert!(!shown.contains("can%20ary") && !shown.contains("can ary"), "{shown}");
    }
}

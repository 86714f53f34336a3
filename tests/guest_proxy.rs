//! The guest's socket goes through a proxy and trusts a private authority, as REST does.

#![cfg(all(feature = "client", feature = "simulator"))]

mod proxy_support;

use base64::Engine as _;
use futures_util::{SinkExt, StreamExt};
use playwright_genesys::error::Kind;
use playwright_genesys::net::NetworkOptions;
use playwright_genesys::net::socket::{Dialer, Refusal, Socket};
use playwright_genesys::redacted::Redacted;
use proxy_support::{Authority, HOST, Service, proxy, proxy_once};
use tokio_tungstenite::tungstenite::Message;
use url::Url;

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

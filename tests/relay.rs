//! What the relay carries, whom it lets in, and how both ends see the other one go.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod org;
mod proxy_support;
mod relay_support;

use std::time::Duration;

use futures_util::future::join_all;
use futures_util::{SinkExt, StreamExt};
use org::Org;
use org::guest::Guest;
use proxy_support::{HOST, Service, proxy, proxy_once};
use relay_support::{Host, OTHER, PAGE, Socket, authority, guest, open, page, relay, relay_to, until_open};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};

const PATIENCE: Duration = Duration::from_secs(10);

async fn next(socket: &mut Socket) -> Option<Result<Message, Error>> {
    timeout(PATIENCE, socket.next()).await.expect("something in time")
}

fn close_frame(code: u16, reason: &str) -> CloseFrame {
    CloseFrame { code: code.into(), reason: reason.to_string().into() }
}

#[tokio::test]
async fn messages_are_carried_byte_for_byte_both_ways() {
    let (host, relay) = Host::start().await;
    let talk = async {
        let mut page = open(&relay, "witness=page-0001", &[]).await.unwrap().0;
        let mebibyte = "é".repeat(1 << 19);
        for text in [r#"{ "a" :1,"b":"\u00e9", "a":2 }"#, "no JSON", "", "💬", mebibyte.as_str()] {
            page.send(Message::text(text)).await.unwrap();
            assert_eq!(next(&mut page).await.unwrap().unwrap(), Message::text(text));
        }
        page.send(Message::binary(vec![0, 255, 10])).await.unwrap();
        assert_eq!(next(&mut page).await.unwrap().unwrap(), Message::binary(vec![0, 255, 10]));
        page.close(None).await.unwrap();
        while next(&mut page).await.is_some() {}
    };
    tokio::join!(talk, host.echo());
}

#[tokio::test]
async fn a_message_above_the_limit_ends_the_socket_with_1009() {
    let (host, relay) = Host::start().await;
    let (mut page, _server) = host.connected(&relay).await;
    page.send(Message::text("a".repeat((1 << 20) + 1))).await.unwrap();
    let Some(Ok(Message::Close(Some(frame)))) = next(&mut page).await else { panic!("no close") };
    assert_eq!(u16::from(frame.code), 1009);
}

#[tokio::test]
async fn the_host_is_asked_as_the_page_asked_without_the_tag() {
    let (host, relay) = Host::start().await;
    let query = "deploymentId=x&witness=page-0001&application=a%20b";
    let more = [("User-Agent", "Browser/1"), ("Cookie", "loopback=1"), ("Sec-WebSocket-Protocol", "one,two")];
    let (page, _server) = tokio::join!(open(&relay, query, &more), host.accept());
    assert_eq!(page.unwrap().1.headers()["sec-websocket-protocol"], "one");
    let asked = host.asked.lock().unwrap();
    assert_eq!(asked.len(), 1, "one socket in, one socket out");
    assert_eq!(asked[0].uri().path_and_query().unwrap(), "/v1?deploymentId=x&application=a%20b");
    let header = |name| asked[0].headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("origin"), Some("https://shop.example"));
    assert_eq!(header("user-agent"), Some("Browser/1"));
    assert_eq!(header("sec-websocket-protocol"), Some("one,two"));
    assert_eq!(header("cookie"), None);
    assert!(!header("host").unwrap().contains(&authority(&relay)));
}

#[tokio::test]
async fn nothing_is_invented_where_the_page_says_nothing() {
    let (host, relay) = Host::start().await;
    let (_page, _server) = host.connected(&relay).await;
    let asked = host.asked.lock().unwrap();
    let mut names: Vec<_> = asked[0].headers().keys().map(|name| name.as_str().to_string()).collect();
    names.sort();
    let wanted = ["connection", "host", "origin", "sec-websocket-key", "sec-websocket-version", "upgrade"];
    assert_eq!(names, wanted);
    assert_eq!(asked[0].uri(), "/v1");
}

#[tokio::test]
async fn close_codes_and_reasons_reach_the_other_end() {
    let (host, relay) = Host::start().await;
    for frame in [Some(close_frame(4001, "bye")), Some(close_frame(1000, "")), None] {
        for closes in ["page", "host"] {
            let (page, server) = host.connected(&relay).await;
            let (mut one, mut other) = if closes == "page" { (page, server) } else { (server, page) };
            one.close(frame.clone()).await.unwrap();
            assert_eq!(next(&mut other).await.unwrap().unwrap(), Message::Close(frame.clone()), "{closes}");
            let answered = next(&mut one).await.unwrap().unwrap();
            assert_eq!(answered, Message::Close(frame.clone()), "{closes}");
            assert!(next(&mut other).await.is_none() && next(&mut one).await.is_none(), "{closes}");
        }
    }
}

#[tokio::test]
async fn an_end_without_a_close_is_one_at_the_other_end_too() {
    let (host, relay) = Host::start().await;
    let (page, mut server) = host.connected(&relay).await;
    drop(page);
    assert!(matches!(next(&mut server).await, Some(Err(_)) | None), "no close frame");
    let (mut page, server) = host.connected(&relay).await;
    drop(server);
    assert!(matches!(next(&mut page).await, Some(Err(Error::Io(_)))), "a reset");
}

#[tokio::test]
async fn refusals_of_the_host_reach_the_page_as_they_are() {
    let org = Org::start(json!({ "deployment": { "allowedDomains": ["shop.example"] } }));
    let relay = relay_to(&org).await;
    let known = &org.simulator.connection().deployment_id;
    let refused = |query: String, origin: &'static str| {
        let relay = &relay;
        async move {
            match open(relay, &query, &[("Origin", origin)]).await {
                Err(Error::Http(answer)) => answer.status().as_u16(),
                other => panic!("not refused: {}", other.is_ok()),
            }
        }
    };
    assert_eq!(refused("deploymentId=unknown".into(), "https://shop.example").await, 403);
    assert!(relay.trouble()[0].contains("403"));
    let headers = [("Origin", "https://shop.example")];
    assert!(open(&relay, &format!("deploymentId={known}"), &headers).await.is_ok());
}

#[tokio::test]
async fn a_host_that_is_down_is_a_502_and_named() {
    let (host, relay) = Host::start().await;
    drop(host);
    let Err(Error::Http(answer)) = open(&relay, "", &[]).await else { panic!("not refused") };
    assert_eq!(answer.status(), 502);
    assert!(relay.trouble()[0].contains("could not be reached"), "{:?}", relay.trouble());
}

#[tokio::test]
async fn only_who_knows_the_path_and_comes_by_a_loopback_name_gets_in() {
    let (_host, relay) = Host::start().await;
    let secret = format!("/{}/v1", relay.url().rsplit('/').next().unwrap());
    let upgrade = [
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    let status = |host: &str, path: &str, headers: &[(&str, &str)]| {
        let mut request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n");
        headers.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
        raw(authority(&relay), format!("{request}\r\n"))
    };
    let here = authority(&relay);
    for path in
        ["/v1", "/wrong/v1", "/", &secret.replace("/v1", ""), &format!("{secret}/"), &secret.to_uppercase()]
    {
        assert_eq!(status(&here, path, &upgrade).await, "404", "{path}");
    }
    for host in ["shop.example", "127.0.0.1", "0.0.0.0:80", &format!("shop.example:{}", &here[10..]), ""] {
        assert_eq!(status(host, &secret, &upgrade).await, "403", "{host}");
    }
    assert_eq!(status(&here, &secret, &[]).await, "426");
    assert_eq!(raw(here.clone(), "POST / HTTP/1.1\r\n\r\n".into()).await, "", "not even answered");
    assert_eq!(raw(here, format!("GET / HTTP/1.1\r\nx: {}", "x".repeat(20_000))).await, "");
}

/// The status of the answer, or nothing.
async fn raw(authority: String, request: String) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = TcpStream::connect(authority).await.unwrap();
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("it is closed");
    String::from_utf8(answer).unwrap().split(' ').nth(1).unwrap_or_default().into()
}

#[tokio::test]
async fn the_relay_trusts_a_private_authority_and_goes_through_the_proxy() {
    let org = Org::start_tls();
    let direct = relay_to(&org).await;
    assert_eq!(guest(&direct, &org, PAGE).await.until_echo().await.len(), 0);
    let service = Service::start().await;
    let (listener, proxy_url) = proxy().await;
    let network = json!({ "proxy": proxy_url, "caFile": service.authority.0 });
    let relay = relay(json!({ "guestUrl": format!("wss://{HOST}"), "network": network })).await;
    let port = service.listener.local_addr().unwrap().port();
    let talk = async {
        let mut page = open(&relay, "", &[]).await.unwrap().0;
        page.send(Message::text("hello")).await.unwrap();
        assert_eq!(next(&mut page).await.unwrap().unwrap(), Message::text("hello"));
    };
    let tunnel = proxy_once(&listener, "HTTP/1.1 200 OK\r\n\r\n", Some(port));
    let ((), asked, ()) = tokio::join!(talk, tunnel, service.echo_once());
    assert_eq!(asked[0], format!("CONNECT {HOST}:443 HTTP/1.1"));
}

#[tokio::test]
async fn two_hundred_pages_talk_at_once() {
    let org = Org::start(json!({}));
    let relay = relay_to(&org).await;
    let pages = (0..200).map(|number| {
        let (relay, org) = (&relay, &org);
        async move {
            let mut guest = guest(relay, org, &format!("page-{number:04}")).await;
            let text = format!("from {number}");
            assert_eq!(guest.write(&text).await["body"]["text"], text);
            guest
        }
    });
    let guests: Vec<Guest> = join_all(pages).await;
    assert_eq!(org.command(json!({ "do": "connections" })), json!(200));
    drop(guests);
    until_open(&org, 0).await;
}

#[tokio::test]
async fn a_stopped_relay_ends_its_sockets_and_lets_nobody_in() {
    let org = Org::start(json!({}));
    let relay = relay_to(&org).await;
    let mut open_page = page(&relay, &org, OTHER).await.unwrap();
    relay.stop().await;
    relay.stop().await;
    assert!(matches!(next(&mut open_page).await, Some(Err(_)) | None));
    assert!(TcpStream::connect(authority(&relay)).await.is_err());
}

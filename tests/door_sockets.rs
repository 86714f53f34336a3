//! What the door carries and reads of guest sockets, and how both ends see the other one go.
#![cfg(all(feature = "client", feature = "simulator"))]
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod door_support;
mod org;
mod proxy_support;

use std::time::Duration;

use door_support::{Host, OTHER, PAGE, Socket, Way, breaks, tag, until_open};
use futures_util::future::join_all;
use futures_util::{SinkExt, StreamExt};
use org::Org;
use org::guest::Guest;
use proxy_support::{HOST, Service, proxy, proxy_once};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
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
    let (host, way) = Host::start().await;
    let talk = async {
        let mut page = way.ask("deploymentId=x&witness=page-0001", &[]).await.unwrap().0;
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
    let (host, way) = Host::start().await;
    let (mut page, _server) = host.connected(&way).await;
    page.send(Message::text("a".repeat((1 << 20) + 1))).await.unwrap();
    let Some(Ok(Message::Close(Some(frame)))) = next(&mut page).await else { panic!("no close") };
    assert_eq!(u16::from(frame.code), 1009);
    while next(&mut page).await.is_some_and(|message| message.is_ok()) {}
    drop(page);
    let ended = way.until_phases(PAGE, 2).await.pop().unwrap();
    assert_eq!(ended, json!({ "phase": "closed", "code": 1009, "wasClean": true, "attempt": 1 }));
}

#[tokio::test]
async fn the_host_is_asked_as_the_page_asked_without_the_tag() {
    let (host, way) = Host::start().await;
    let query = "deploymentId=x&witness=page-0001&application=a%20b";
    let more = [("User-Agent", "Browser/1"), ("Cookie", "session=1"), ("Sec-WebSocket-Protocol", "one,two")];
    let (page, _server) = tokio::join!(way.ask(query, &more), host.accept());
    assert_eq!(page.unwrap().1.headers()["sec-websocket-protocol"], "one");
    let asked = host.asked.lock().unwrap();
    assert_eq!(asked.len(), 1, "one socket in, one socket out");
    assert_eq!(asked[0].uri().path_and_query().unwrap(), "/v1?deploymentId=x&application=a%20b");
    let header = |name| asked[0].headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("origin"), Some("https://shop.example"));
    assert_eq!(header("user-agent"), Some("Browser/1"));
    assert_eq!(header("sec-websocket-protocol"), Some("one,two"));
    assert_eq!(header("cookie"), Some("session=1"), "as without a door");
    assert!(header("host").unwrap().starts_with("127.0.0.1:"));
}

#[tokio::test]
async fn nothing_is_invented_where_the_page_says_nothing() {
    let (host, way) = Host::start().await;
    let (_page, _server) = host.connected(&way).await;
    let asked = host.asked.lock().unwrap();
    let mut names: Vec<_> = asked[0].headers().keys().map(|name| name.as_str().to_string()).collect();
    names.sort();
    let wanted = ["connection", "host", "origin", "sec-websocket-key", "sec-websocket-version", "upgrade"];
    assert_eq!(names, wanted);
    assert_eq!(asked[0].uri(), "/v1?deploymentId=x");
}

#[tokio::test]
async fn close_codes_and_reasons_reach_the_other_end() {
    let (host, way) = Host::start().await;
    for frame in [Some(close_frame(4001, "bye")), Some(close_frame(1000, "")), None] {
        for closes in ["page", "host"] {
            let (page, server) = host.connected(&way).await;
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
async fn an_end_is_told_when_the_page_has_it_and_not_when_the_host_has_gone_too() {
    let (host, way) = Host::start().await;
    let (mut page, mut server) = host.connected(&way).await;
    server.send(Message::Close(Some(close_frame(1012, "")))).await.unwrap();
    assert_eq!(next(&mut page).await.unwrap().unwrap(), Message::Close(Some(close_frame(1012, ""))));
    assert!(next(&mut page).await.is_none());
    let told = timeout(Duration::from_secs(1), way.until_phases(PAGE, 2)).await.expect("at once");
    assert_eq!(told[1], json!({ "phase": "closed", "code": 1012, "wasClean": true, "attempt": 1 }));
    drop(server);
}

#[tokio::test]
async fn an_upgrade_that_no_browser_takes_is_a_refusal() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let way = Way::to_host(&format!("ws://{}", listener.local_addr().unwrap())).await;
    let host = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let answer = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n                      Sec-WebSocket-Accept: bm9ib2R5J3Mga2V5\r\n\r\n";
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream
    };
    let (asked, _stream) = tokio::join!(way.ask("deploymentId=x&witness=page-0001", &[]), host);
    assert!(asked.is_err());
    assert_eq!(way.phases(PAGE), [json!({ "phase": "refused", "attempt": 1 })]);
}

#[tokio::test]
async fn two_guests_are_two_until_their_sockets_are_gone_whatever_the_page_says_of_its_document() {
    let (host, way) = Host::start().await;
    let watched = &way.page(PAGE).watched;
    let configure = |token: &str| {
        Message::text(
            json!({ "action": "configureSession", "deploymentId": "x", "token": token }).to_string(),
        )
    };
    let (mut one, mut server_of_one) = host.connected(&way).await;
    one.send(configure("token-of-the-first")).await.unwrap();
    next(&mut server_of_one).await.unwrap().unwrap();
    let (mut two, mut server_of_two) = host.connected(&way).await;
    two.send(configure("token-of-the-second")).await.unwrap();
    next(&mut server_of_two).await.unwrap().unwrap();
    assert!(watched.has_two_guests());
    watched.renew();
    assert!(watched.has_two_guests(), "both stand");
    drop((one, two));
    way.until_phases(PAGE, 4).await;
    assert!(!watched.has_two_guests(), "the document has gone, and both with it");
}

#[tokio::test]
async fn an_end_without_a_close_is_one_at_the_other_end_too() {
    let (host, way) = Host::start().await;
    let (page, mut server) = host.connected(&way).await;
    drop(page);
    assert!(matches!(next(&mut server).await, Some(Err(_)) | None), "no close frame");
    let (mut page, server) = host.connected(&way).await;
    drop(server);
    assert!(timeout(PATIENCE, breaks(&mut page)).await.expect("in time"));
    let [_, gone, _, broke] = &way.phases(PAGE)[..] else { panic!("two sockets") };
    assert_eq!(gone, &json!({ "phase": "closed", "attempt": 1 }), "whoever left was told of no code");
    assert_eq!(broke, &json!({ "phase": "closed", "code": 1006, "wasClean": false, "attempt": 1 }));
}

#[tokio::test]
async fn refusals_of_the_host_reach_the_page_as_they_are() {
    let org = Org::start(json!({ "deployment": { "allowedDomains": ["shop.example"] } }));
    let way = Way::to_org(&org).await;
    let known = &org.simulator.connection().deployment_id;
    let Err(Error::Http(answer)) = way.ask("deploymentId=unknown&witness=page-0001", &[]).await else {
        panic!("not refused")
    };
    assert_eq!(answer.status(), 403);
    assert_eq!(way.phases(PAGE), [json!({ "phase": "refused", "code": 403, "attempt": 1 })]);
    assert!(way.ask(&format!("deploymentId={known}&witness=page-0001"), &[]).await.is_ok());
    assert_eq!(way.phases(PAGE), [json!({ "phase": "open", "attempt": 2 })]);
}

#[tokio::test]
async fn where_no_host_answers_the_page_has_no_answer_either() {
    let (host, way) = Host::start().await;
    drop(host);
    let Err(Error::Io(_) | Error::Protocol(_)) = way.ask("deploymentId=x&witness=page-0001", &[]).await
    else {
        panic!("an answer")
    };
    assert_eq!(way.phases(PAGE), [json!({ "phase": "refused", "attempt": 1 })]);
    let said = way.page(PAGE).watched.testimony(0).detail;
    assert_eq!(said, "the guest's socket was never open; its last connect came to nothing");
}

#[tokio::test]
async fn whose_a_socket_is_says_its_document_or_the_one_page_of_its_context() {
    let org = Org::start(json!({}));
    let way = Way::to_org(&org).await;
    let query = format!("deploymentId={}", org.simulator.connection().deployment_id);
    way.door().pages().follow(way.gate, way.page(PAGE), true);
    let _worker = way.ask(&query, &[]).await.unwrap();
    assert_eq!((way.phases(PAGE).len(), way.phases(OTHER).len()), (1, 0), "the one page");
    let late = format!("{query}&witness=document-1");
    let (asked, ()) = tokio::join!(way.ask(&late, &[]), async {
        tokio::task::yield_now().await;
        way.door().pages().claim(tag("document-1"), way.page(OTHER), false);
    });
    assert!(asked.is_ok());
    assert_eq!((way.phases(PAGE).len(), way.phases(OTHER).len()), (0, 1), "a claim is waited for");
    way.door().pages().follow(way.gate, way.page(OTHER), true);
    way.door().pages().claim(tag("document-2"), way.page(PAGE), false);
    let _worker = way.ask(&query, &[]).await.unwrap();
    assert_eq!(
        (way.phases(PAGE).len(), way.phases(OTHER).len()),
        (1, 0),
        "of two the one that has been somewhere"
    );
    way.door().pages().claim(tag("document-1"), way.page(OTHER), false);
    let _unread = way.ask(&query, &[]).await.unwrap();
    assert_eq!((way.phases(PAGE).len(), way.phases(OTHER).len()), (0, 0));
    way.door().pages().leave(way.page(PAGE));
    let _worker = way.ask(&query, &[]).await.unwrap();
    assert_eq!((way.phases(PAGE).len(), way.phases(OTHER).len()), (0, 1));
    let said = way.page(OTHER).watched.testimony(0);
    assert!(said.detail.contains("which of 2 pages is meant cannot be told"), "{}", said.detail);
}

#[tokio::test]
async fn offline_the_simulator_knows_the_page_of_each_socket_by_its_tag() {
    let org = Org::start(json!({}));
    let origin = org.simulator.url().to_string();
    let way = Way::open(json!({ "simulator": { "origin": origin } }), "webmessaging.mypurecloud.ie").await;
    way.door().pages().claim(tag("document-1"), way.page(PAGE), false);
    let query = format!("deploymentId={}&witness=document-1", org.simulator.connection().deployment_id);
    let _page = way.ask(&query, &[]).await.unwrap();
    let asked = org.command(json!({ "do": "requests", "filter": { "path": "/v1" } }));
    let path = asked[0]["path"].as_str().unwrap();
    assert!(path.ends_with("witness=page-0001") && !path.contains("document-1"), "{path}");
}

#[tokio::test]
async fn the_door_trusts_a_private_authority_and_goes_through_the_proxy() {
    let org = Org::start_tls();
    let direct = Way::to_org(&org).await;
    assert_eq!(direct.guest(&org, PAGE).await.until_echo().await.len(), 0);
    let service = Service::start().await;
    let (listener, proxy_url) = proxy().await;
    let to = json!({ "org": { "guestUrl": format!("wss://{HOST}"), "network": { "caFile": service.authority.0 } } });
    let mut way = Way::open(to, &format!("{HOST}:443")).await;
    let gate = serde_json::from_value(json!({ "network": { "proxy": proxy_url } })).unwrap();
    way.gate = way.door().open(gate).await.unwrap();
    let port = service.listener.local_addr().unwrap().port();
    let talk = async {
        let mut page = way.ask("deploymentId=x&witness=page-0001", &[]).await.unwrap().0;
        page.send(Message::text("hello")).await.unwrap();
        assert_eq!(next(&mut page).await.unwrap().unwrap(), Message::text("hello"));
    };
    let tunnel = proxy_once(&listener, "HTTP/1.1 200 OK\r\n\r\n", Some(port));
    let ((), asked, ()) = tokio::join!(talk, tunnel, service.echo_once());
    assert_eq!(asked[0], format!("CONNECT {HOST}:443 HTTP/1.1"));
}

#[tokio::test]
async fn two_hundred_guests_talk_at_once_and_are_no_one_guest() {
    let org = Org::start(json!({}));
    let way = Way::to_org(&org).await;
    let guests = (0..200).map(|number| {
        let (way, org) = (&way, &org);
        async move {
            let socket = way.socket(org, PAGE).await.unwrap();
            let mut guest = Guest::over(org, socket, &format!("guest-{number:04}")).await;
            let text = format!("from {number}");
            assert_eq!(guest.write(&text).await["body"]["text"], text);
            guest
        }
    });
    let guests: Vec<Guest> = join_all(guests).await;
    assert_eq!(org.command(json!({ "do": "connections" })), json!(200));
    assert!(way.page(PAGE).watched.has_two_guests() && !way.page(OTHER).watched.has_two_guests());
    drop(guests);
    until_open(&org, 0).await;
}

#[tokio::test]
async fn a_door_that_stops_ends_its_sockets() {
    let org = Org::start(json!({}));
    let way = Way::to_org(&org).await;
    let mut page = way.socket(&org, PAGE).await.unwrap();
    way.door().stop();
    assert!(matches!(next(&mut page).await, Some(Err(_)) | None));
}
